package io.correlator.verification.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.verification.crash.ReceiverLives.Line;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that takes batches over HTTP is killed at any moment and started again. Whoever sends
 * gives each batch a key, and sends it again until it is answered: each is there once.
 */
final class HttpKillIT {
  private static final int KILLS = Integer.getInteger("correlator.kills.network", 5);
  private static final int SENDERS = 4;
  private static final int LINES_PER_BATCH = 100;
  private static final int SNAPSHOT_MILLIS = 100;
  private static final int FINE = 200;
  private static final long PAUSE_NANOS = 5_000_000;

  @TempDir Path folder;

  private final Random random = new Random();
  private final AtomicBoolean stopping = new AtomicBoolean();

  /** How often a batch was sent that was sent before. */
  private final AtomicInteger retries = new AtomicInteger();

  /** Sends one batch after another; knows which were answered. */
  private final class BatchSender implements Runnable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final String name;
    private final ReceiverLives lives;
    private volatile int answered;

    BatchSender(String name, ReceiverLives lives) {
      this.name = name;
      this.lives = lives;
    }

    @Override
    public void run() {
      for (int batch = 0; !stopping.get(); batch++) {
        String body = body(batch);
        while (!isTaken(batch, body)) {
          retries.incrementAndGet();
          LockSupport.parkNanos(PAUSE_NANOS);
        }
        answered = batch + 1;
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }

    private String body(int batch) {
      Instant now = Instant.now();
      return IntStream.range(batch * LINES_PER_BATCH, (batch + 1) * LINES_PER_BATCH)
          .mapToObj(number -> "<86>1 %s host app - - - %s %d".formatted(now, name, number))
          .collect(Collectors.joining("\n"));
    }

    private boolean isTaken(int batch, String body) {
      Optional<Integer> port = lives.httpPort();
      if (port.isEmpty()) {
        return false;
      }
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/events".formatted(port.get())))
              .timeout(Duration.ofSeconds(20))
              .header("Idempotency-Key", name + " " + batch)
              .POST(BodyPublishers.ofString(body))
              .build();
      try {
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).isIn(FINE, 503);
        return response.statusCode() == FINE;
      } catch (IOException e) {
        return false;
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void eachBatchIsThereOnceThatWasAnswered() throws Exception {
    ReceiverLives lives = new ReceiverLives(folder, SNAPSHOT_MILLIS, 1L << 30);
    List<BatchSender> senders = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      BatchSender sender = new BatchSender("h" + i, lives);
      senders.add(sender);
      threads.add(new Thread(sender, sender.name));
    }
    threads.forEach(Thread::start);

    for (int kill = 0; kill < KILLS; kill++) {
      Process process = lives.start();
      lives.awaitListening(process);
      awaitMoreBatches(senders, process, lives);
      boolean ended = process.waitFor(random.nextInt(500), TimeUnit.MILLISECONDS);
      assertThat(ended).as(lives.said()).isFalse();
      process.destroyForcibly().waitFor();
    }
    Process process = lives.start();
    lives.awaitListening(process);
    awaitMoreBatches(senders, process, lives);
    stopping.set(true);
    for (Thread thread : threads) {
      thread.join();
    }
    lives.endWhenAllIsEvaluated(process);

    lives.assertThatNothingToldWasTakenBack();
    assertThat(retries.get()).isPositive();
    List<Line> seen = lives.rows("Seen");
    for (BatchSender sender : senders) {
      assertThat(seen.stream().filter(line -> line.sender().equals(sender.name)))
          .extracting(Line::number)
          .containsExactlyElementsOf(
              LongStream.range(0, (long) sender.answered * LINES_PER_BATCH).boxed().toList());
    }
    System.out.printf(
        "%d batches answered, %d tries again%n",
        senders.stream().mapToInt(sender -> sender.answered).sum(), retries.get());
  }

  private static void awaitMoreBatches(
      List<BatchSender> senders, Process process, ReceiverLives lives) throws Exception {
    int before = senders.get(0).answered;
    while (senders.get(0).answered <= before) {
      assertThat(process.waitFor(5, TimeUnit.MILLISECONDS)).as(lives.said()).isFalse();
    }
  }
}
