package io.correlator.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
final class SourceWorkersTest {
  private final BlockingQueue<String> done = new LinkedBlockingQueue<>();

  private static SourceWorkers workers() {
    return new SourceWorkers("gate", Executors.defaultThreadFactory());
  }

  @Test
  void worksInThreadsThatAreNamedAfterTheSource() throws InterruptedException {
    try (SourceWorkers workers = workers()) {
      workers.execute(() -> done.add(Thread.currentThread().getName()));

      assertThat(done.take()).isEqualTo("correlator-source-gate-worker");
    }
  }

  @Test
  void interruptsWhatIsBeingDoneWhenItIsClosedAndDoesNothingAfterThat()
      throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    SourceWorkers workers = workers();
    workers.execute(
        () -> {
          begun.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            done.add("interrupted");
          }
        });
    begun.await();
    workers.close();
    workers.execute(() -> done.add("too late"));

    assertThat(done.take()).isEqualTo("interrupted");
    assertThat(done.poll(50, TimeUnit.MILLISECONDS)).isNull();
  }
}
