package io.correlator.verification.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.EmittedEvent;
import io.correlator.api.Event;
import io.correlator.api.LogRecord;
import io.correlator.api.listener.Interest;
import io.correlator.api.listener.Listener;
import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.Processor;
import io.correlator.core.Correlator;
import io.correlator.sources.FileSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StopAndGoOnTest {
  private static final int LINES = 30_000;
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  @TempDir Path folder;

  /** Tells of every record. */
  private record Echo() implements Module {
    @Override
    public String name() {
      return "echo";
    }

    @Override
    public Processor open(ModuleContext context) {
      return record -> context.emit(Event.builder("Seen").evidence(record));
    }
  }

  @Test
  void whatIsStoppedInTheMiddleOfFilesGoesOnWithTheNextLine() throws Exception {
    List<String> written = new ArrayList<>();
    Path first = write("first.log", written);
    Path second = write("second.log", written);
    List<EmittedEvent> events = Collections.synchronizedList(new ArrayList<>());

    CountDownLatch enough = new CountDownLatch(100);
    try (Correlator stopped = engine(events, enough, first, second)) {
      stopped.start();
      enough.await();
    }
    int before = events.size();
    engine(events, new CountDownLatch(0), first, second).run();

    assertThat(before).isLessThan(2 * LINES);
    List<LogRecord> records = events.stream().flatMap(event -> event.evidence().stream()).toList();
    assertThat(records).extracting(LogRecord::raw).containsExactlyInAnyOrderElementsOf(written);
    assertThat(records).noneMatch(record -> record.is(LogRecord.Flag.LATE));
    assertThat(records).extracting(LogRecord::epochMilli).isSorted();
  }

  private Path write(String name, List<String> written) throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < LINES; i++) {
      lines.add(LiveRun.line(START.plusSeconds(i), name, "line " + i));
    }
    written.addAll(lines);
    return Files.write(folder.resolve(name), lines);
  }

  private Correlator engine(List<EmittedEvent> events, CountDownLatch enough, Path... files) {
    return Correlator.builder()
        .source(FileSource.builder().paths(List.of(files)).year(2026).build())
        .module(new Echo())
        .listener(
            Listener.of(
                "collect",
                Interest.everything().withOrigins(Set.of("echo")),
                event -> {
                  events.add(event);
                  enough.countDown();
                }))
        .dataDirectory(folder.resolve("data"))
        .build();
  }
}
