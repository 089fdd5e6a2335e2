package io.correlator.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.correlator.api.LogRecord;
import io.correlator.sources.format.PlainFormat;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A log is written and rotated as fast as can be while it is followed. What this finds by chance,
 * {@link FollowInterleavingTest} finds each time.
 */
class FollowRaceTest {
  private static final int ROTATIONS = 400;
  private static final int LINES_PER_FILE = 250;

  /** So many old files are kept: who is further behind has lost lines. */
  private static final int KEPT = 9;

  @TempDir Path folder;

  /** How many files the writer may be ahead; none before the reader has looked. */
  private final Semaphore lead = new Semaphore(0);

  private boolean looked;

  @Test
  @Timeout(value = 40, unit = TimeUnit.SECONDS)
  void readsEachLineOnceWhileOthersRename() throws Exception {
    Path log = folder.resolve("app.log");
    Thread reader = Thread.currentThread();
    FakeSourceContext context =
        new FakeSourceContext() {
          @Override
          public void accept(LogRecord record) throws InterruptedException {
            super.accept(record);
            if (records.size() % LINES_PER_FILE == 0) {
              lead.release();
            }
            if (records.size() == ROTATIONS * LINES_PER_FILE) {
              reader.interrupt();
            }
          }

          @Override
          public InstantSource clock() {
            return InstantSource.system();
          }
        };
    FutureTask<Void> writing = new FutureTask<>(() -> write(log));
    Thread writer = new Thread(writing, "writer");
    writer.setDaemon(true);
    writer.start();

    FollowSource source =
        FollowSource.builder()
            .path(log)
            .format(new PlainFormat())
            .start(FollowSource.Start.BEGINNING)
            .interval(Duration.ofMillis(1))
            .settle(Duration.ofMillis(1))
            .pause(this::pause)
            .build();
    assertThatThrownBy(() -> source.run(context))
        .isInstanceOfAny(InterruptedException.class, ClosedByInterruptException.class);
    Thread.interrupted();
    assertThat(context.records).hasSize(ROTATIONS * LINES_PER_FILE);
    writing.get();

    assertThat(context.unreadable).isEmpty();
    for (int i = 0; i < ROTATIONS * LINES_PER_FILE; i++) {
      assertThat(context.records.get(i).raw()).isEqualTo("line " + i);
      assertThat(context.records.get(i).id().incarnation()).isEqualTo(i / LINES_PER_FILE);
    }
  }

  private void pause(Duration time) throws InterruptedException {
    if (!looked) {
      looked = true;
      lead.release(KEPT - 3);
    }
    Pause.real().await(time);
  }

  private Void write(Path log) throws IOException, InterruptedException {
    int count = 0;
    for (int file = 0; file < ROTATIONS; file++) {
      lead.acquire();
      if (file > 0) {
        rotate(log);
      }
      for (int part = 0; part < 5; part++) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < LINES_PER_FILE / 5; i++) {
          lines.append("line ").append(count++).append('\n');
        }
        Files.writeString(log, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      }
    }
    return null;
  }

  private static void rotate(Path log) throws IOException {
    Files.deleteIfExists(log.resolveSibling("app.log." + KEPT));
    for (int i = KEPT - 1; i > 0; i--) {
      Path older = log.resolveSibling("app.log." + i);
      if (Files.exists(older)) {
        Files.move(older, log.resolveSibling("app.log." + (i + 1)));
      }
    }
    Files.move(log, log.resolveSibling("app.log.1"));
  }
}
