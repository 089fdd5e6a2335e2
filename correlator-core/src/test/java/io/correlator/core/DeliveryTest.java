package io.correlator.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.correlator.api.Event;
import io.correlator.api.config.ConfigException;
import io.correlator.api.listener.DeliverySettings;
import io.correlator.api.listener.DeliverySettings.Guarantee;
import io.correlator.api.listener.DeliverySettings.Overflow;
import io.correlator.api.listener.Interest;
import io.correlator.api.listener.Listener;
import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.Processor;
import io.correlator.api.source.Source;
import io.correlator.api.source.SourceContext;
import io.correlator.core.delivery.DeadLetterFile;
import io.correlator.core.monitor.ListenerStatistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an engine as a whole makes of listeners that fail, hang or are closed. */
@Timeout(60)
final class DeliveryTest {
  private static final int RECORDS = 500;

  @TempDir Path folder;

  /** Hands over its records and ends. */
  private record Numbers() implements Source {
    @Override
    public String name() {
      return "numbers";
    }

    @Override
    public void run(SourceContext context) throws Exception {
      for (int i = 0; i < RECORDS; i++) {
        context.sink().accept(Records.at(i, "record " + i));
      }
    }
  }

  private record Echo() implements Module {
    @Override
    public String name() {
      return "echo";
    }

    @Override
    public Processor open(ModuleContext context) {
      return record -> context.emit(Event.notice("Echo").evidence(record));
    }
  }

  private static Correlator.Builder builder() {
    return Correlator.builder()
        .source(new Numbers())
        .module(new Echo())
        .failureHandler(failure -> {});
  }

  private static Listener listener(Listener.Action action) {
    return Listener.of("test", Interest.inTypes("Echo"), action);
  }

  private List<String> letters(Path file) throws IOException {
    List<String> ids = new ArrayList<>();
    DeadLetterFile.at(file)
        .read(
            new DeadLetterFile.Reader() {
              @Override
              public void letter(io.correlator.core.delivery.DeadLetter letter) {
                ids.add(letter.event().id());
              }

              @Override
              public void unreadable(long line, String text, String problem) {
                throw new AssertionError(problem);
              }
            });
    return ids;
  }

  private static void assertBalanced(ListenerStatistics statistics) {
    assertThat(
            statistics.accepted()
                + statistics.failed()
                + statistics.deadLettered()
                + statistics.droppedTotal())
        .isEqualTo(statistics.offered());
    assertThat(statistics.waiting()).isZero();
  }

  @Test
  void whatAListenerNeverTookIsInTheFile() throws IOException {
    Path file = folder.resolve("dead.jsonl");
    Correlator correlator =
        builder()
            .listener(
                listener(
                    event -> {
                      throw new IOException("down");
                    }))
            .deadLetters(file)
            .build();

    correlator.run();

    ListenerStatistics statistics = correlator.statistics().listeners().get(0);
    assertThat(statistics.deadLettered()).isEqualTo(RECORDS);
    assertThat(letters(file)).hasSize(RECORDS).doesNotHaveDuplicates();
    assertBalanced(statistics);
  }

  @Test
  void closingWhileAListenerIsDownKeepsWhatItDidNotTake() throws Exception {
    Path file = folder.resolve("dead.jsonl");
    CountDownLatch failed = new CountDownLatch(1);
    Correlator correlator =
        builder()
            .listener(
                listener(
                    event -> {
                      failed.countDown();
                      throw new IOException("down");
                    }),
                DeliverySettings.defaults()
                    .withGuarantee(Guarantee.AT_LEAST_ONCE)
                    .withDelays(Duration.ofHours(1), Duration.ofHours(1)))
            .deadLetters(file)
            .closeTimeout(Duration.ofMillis(1))
            .build();
    correlator.start();
    failed.await();

    correlator.close();
    correlator.awaitEnd();

    ListenerStatistics statistics = correlator.statistics().listeners().get(0);
    assertThat(statistics.accepted()).isZero();
    assertThat(letters(file)).hasSize((int) statistics.offered());
    assertBalanced(statistics);
  }

  @Test
  void closingLetsGoOfAPipelineThatWaitsForAListener() throws Exception {
    CountDownLatch called = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    Correlator correlator =
        builder()
            .listener(
                listener(
                    event -> {
                      called.countDown();
                      awaitWhateverHappens(never);
                    }),
                DeliverySettings.defaults().withCapacity(1))
            .closeTimeout(Duration.ofMillis(1))
            .build();
    correlator.start();
    called.await();

    correlator.close();
    ListenerStatistics statistics = correlator.statistics().listeners().get(0);
    never.countDown();
    correlator.awaitEnd();

    assertThat(statistics.accepted()).isZero();
    assertThat(statistics.droppedTotal()).isPositive();
    assertBalanced(correlator.statistics().listeners().get(0));
  }

  @SuppressWarnings("Interruption") // a listener that does not let itself be stopped
  private static void awaitWhateverHappens(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        // goes on
      }
    }
  }

  @Test
  void oneListenerThatHangsCostsNoOther() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch all = new CountDownLatch(RECORDS);
    Correlator correlator =
        builder()
            .listener(
                listener(event -> release.await()),
                DeliverySettings.defaults().withCapacity(10).withOverflow(Overflow.DROP_OLDEST))
            .listener(listener(event -> all.countDown()))
            .build();
    correlator.start();

    all.await();
    release.countDown();
    correlator.awaitEnd();

    ListenerStatistics hung = correlator.statistics().listeners().get(0);
    assertThat(hung.accepted()).isEqualTo(10);
    assertThat(hung.droppedTotal()).isEqualTo(RECORDS - 10);
    assertThat(correlator.statistics().listeners().get(1).accepted()).isEqualTo(RECORDS);
  }

  @Test
  void aFileOfDeadLettersThatCannotBeWrittenIsAMistake() throws IOException {
    Path directory = Files.createDirectory(folder.resolve("dead.jsonl"));

    assertThatThrownBy(() -> builder().deadLetters(directory).build())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("deadLetters: cannot write to");
  }
}
