package io.correlator.verification.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.LogRecord;
import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.Processor;
import io.correlator.core.Correlator;
import io.correlator.sources.FollowSource;
import io.correlator.testkit.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What was written while nobody followed it comes in the order of its times, and not late. */
@Timeout(60)
final class FollowedBacklogTest {
  private static final int LINES = 5000;

  @TempDir Path folder;

  private final TestClock clock = new TestClock();
  private final List<LogRecord> records = new CopyOnWriteArrayList<>();

  private record Recorder(List<LogRecord> records) implements Module {
    @Override
    public String name() {
      return "recorder";
    }

    @Override
    public Processor open(ModuleContext context) {
      return records::add;
    }
  }

  private Path log(String name) {
    return folder.resolve(name);
  }

  /** Appends a line a second, the last of them written now. */
  private void write(String name, int lines) throws IOException {
    Instant first = clock.instant().minusSeconds(lines);
    Files.write(
        log(name),
        IntStream.range(0, lines)
            .mapToObj(
                i -> "<86>1 %s gate %s 1 - - line %d".formatted(first.plusSeconds(i), name, i))
            .toList(),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /** Follows the logs until so many records have been evaluated, while the clock goes on. */
  private void follow(int count, String... names) {
    FollowSource.Builder source =
        FollowSource.builder().start(FollowSource.Start.BEGINNING).interval(Duration.ofMillis(5));
    for (String name : names) {
      source.path(log(name));
    }
    try (Correlator engine =
        Correlator.builder()
            .source(source.build())
            .module(new Recorder(records))
            .dataDirectory(folder.resolve("data"))
            .clock(clock)
            .build()) {
      engine.start();
      while (records.size() < count) {
        assertThat(engine.awaitEnd(Duration.ofMillis(10))).isFalse();
        clock.move(Duration.ofSeconds(1));
      }
    }
  }

  private void assertThatNothingCameLate() {
    assertThat(records).noneMatch(record -> record.is(LogRecord.Flag.LATE));
    assertThat(records).extracting(LogRecord::timestamp).isSorted();
  }

  @Test
  void severalFilesAreEvaluatedInOneOrder() throws IOException {
    write("a.log", LINES);
    write("b.log", LINES);

    follow(2 * LINES, "a.log", "b.log");

    assertThat(records).hasSize(2 * LINES);
    assertThatNothingCameLate();
  }

  @Test
  void aRunThatGoesOnEvaluatesWhatWasWrittenMeanwhileInOrder() throws IOException {
    write("a.log", 100);
    write("b.log", 100);
    follow(200, "a.log", "b.log");
    records.clear();
    clock.move(Duration.ofSeconds(LINES));
    write("a.log", LINES);
    write("b.log", LINES);

    follow(2 * LINES, "a.log", "b.log");

    assertThat(records).hasSize(2 * LINES);
    assertThatNothingCameLate();
  }
}
