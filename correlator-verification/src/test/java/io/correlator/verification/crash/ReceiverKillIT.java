package io.correlator.verification.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.core.fault.CrashPoint;
import io.correlator.verification.crash.ReceiverLives.Line;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A process that receives numbered lines over TCP is killed at any moment and started again. What
 * was accepted is evaluated once; what is lost is what the system held, and what was being read.
 */
final class ReceiverKillIT {
  private static final int KILLS = Integer.getInteger("correlator.kills.network", 5);
  private static final int CRASHES_PER_POINT = Integer.getInteger("correlator.crashes", 5);
  private static final int STATUS_OF_A_CRASH = 137;
  private static final int MOST_ROUNDS = 8;
  private static final int SENDERS = 4;
  private static final int SNAPSHOT_MILLIS = 100;
  private static final long PLENTY = 1L << 30;
  private static final long LITTLE = 1 << 20;

  /** The shortest line; what is lost is counted in lines. */
  private static final int BYTES_PER_LINE = 50;

  /** Linux gives twice what is asked for; and what one turn reads of a connection. */
  private static final int MOST_BYTES_LOST =
      2 * 256 * 1024 + 64 * 1024 + 2 * NumberedSender.SEND_BUFFER;

  @TempDir Path folder;

  private final Random random = new Random();
  private final List<NumberedSender> senders = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  @AfterEach
  void stopsSending() throws InterruptedException {
    senders.forEach(NumberedSender::stop);
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void startSenders(ReceiverLives lives) {
    for (int i = 0; i < SENDERS; i++) {
      NumberedSender sender = new NumberedSender("s" + i, lives::tcpPort);
      Thread thread = new Thread(sender, sender.name());
      thread.start();
      senders.add(sender);
      threads.add(thread);
    }
  }

  @Test
  void losesNothingThatItHasAcceptedWhenItIsKilled() throws Exception {
    ReceiverLives lives = new ReceiverLives(folder, SNAPSHOT_MILLIS, PLENTY);
    startSenders(lives);

    for (int kill = 0; kill < KILLS; kill++) {
      liveAndBeKilled(lives);
    }
    finish(lives);

    lives.assertThatNothingToldWasTakenBack();
    assertThatGapsAreSmall(lives, KILLS, MOST_BYTES_LOST);
  }

  @Test
  void losesNothingAtAllWhenItIsToldToEnd() throws Exception {
    ReceiverLives lives = new ReceiverLives(folder, SNAPSHOT_MILLIS, PLENTY);
    startSenders(lives);

    for (int stop = 0; stop < KILLS; stop++) {
      Process process = lives.start();
      lives.awaitListening(process);
      awaitMoreRows(lives, process);
      process.destroy();
      assertThat(process.waitFor()).as(lives.said()).isEqualTo(128 + 15);
    }
    finish(lives);

    lives.assertThatNothingToldWasTakenBack();
    assertThatGapsAreSmall(lives, 0, 0);
    Map<String, Long> last = new HashMap<>();
    lives.rows("Seen").forEach(line -> last.put(line.sender(), line.number()));
    senders.forEach(sender -> assertThat(last.get(sender.name())).isEqualTo(sender.sent() - 1));
  }

  /** The batch before the last is journaled; whether a life ends when that matters is chance. */
  @Test
  void noticesWhenWhatWasEvaluatedIsNotWrittenDownBefore() throws Exception {
    ReceiverLives lives = new ReceiverLives(folder, 300, PLENTY);
    lives.options("-Dcorrelator.sabotage=journal-behind");
    startSenders(lives);

    boolean noticed = false;
    for (int round = 0; round < MOST_ROUNDS && !noticed; round++) {
      liveAndBeKilled(lives);
      Process process = lives.start();
      lives.awaitListening(process);
      awaitMoreRows(lives, process);
      process.destroy();
      process.waitFor();
      noticed = !isKept(lives);
    }

    assertThat(noticed).isTrue();
  }

  private static boolean isKept(ReceiverLives lives) throws IOException {
    try {
      lives.assertThatNothingToldWasTakenBack();
      return true;
    } catch (AssertionError e) {
      return false;
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = "JOURNAL_.*")
  void survivesACrashAt(CrashPoint point) throws Exception {
    // Of a little journal, files are made and deleted all the time.
    ReceiverLives lives = new ReceiverLives(folder, 20, LITTLE);
    startSenders(lives);
    int crashes = 0;
    for (int i = 0; i < CRASHES_PER_POINT; i++) {
      if (point == CrashPoint.JOURNAL_TAIL_CUT) {
        lives.options("-Dcorrelator.crash=journal-half-written:" + (20 + random.nextInt(60)));
        assertThat(lives.start().waitFor()).as(lives.said()).isEqualTo(STATUS_OF_A_CRASH);
      }
      lives.options("-Dcorrelator.crash=%s:%d".formatted(point, time(point, i)));
      Process process = lives.start();
      if (process.waitFor(20, TimeUnit.SECONDS)) {
        assertThat(process.exitValue()).as(lives.said()).isEqualTo(STATUS_OF_A_CRASH);
        crashes++;
      }
      process.destroyForcibly().waitFor();
    }
    lives.options();
    finish(lives);

    assertThat(crashes).isPositive();
    lives.assertThatNothingToldWasTakenBack();
  }

  private int time(CrashPoint point, int round) {
    return switch (point) {
      case JOURNAL_TAIL_CUT -> 1;
      case JOURNAL_SEGMENT_MADE, JOURNAL_SEGMENT_DELETED -> 1 + round % 2;
      // More would not fit into so little a journal before all sources count as idle.
      default -> 1 + random.nextInt(80);
    };
  }

  private void liveAndBeKilled(ReceiverLives lives) throws Exception {
    Process process = lives.start();
    lives.awaitListening(process);
    awaitMoreRows(lives, process);
    boolean ended = process.waitFor(random.nextInt(700), TimeUnit.MILLISECONDS);
    assertThat(ended).as("ended by itself").isFalse();
    process.destroyForcibly().waitFor();
  }

  private static void awaitMoreRows(ReceiverLives lives, Process process) throws Exception {
    long before = lives.length("Round");
    while (lives.length("Round") <= before) {
      assertThat(process.waitFor(5, TimeUnit.MILLISECONDS)).as(lives.said()).isFalse();
    }
  }

  /** A life that gets all that is still sent, and ends well. */
  private void finish(ReceiverLives lives) throws Exception {
    Process process = lives.start();
    lives.awaitListening(process);
    awaitMoreRows(lives, process);
    stopsSending();
    process.destroy();
    process.waitFor();
    Process last = lives.start();
    lives.awaitListening(last);
    lives.endWhenAllIsEvaluated(last);
  }

  private void assertThatGapsAreSmall(ReceiverLives lives, int most, int mostBytes)
      throws IOException {
    Map<String, Long> next = new HashMap<>();
    Map<String, Integer> gaps = new HashMap<>();
    long largest = 0;
    for (Line line : lives.rows("Seen")) {
      long missing = line.number() - next.getOrDefault(line.sender(), 0L);
      assertThat(missing).as("order: %s", line).isNotNegative();
      if (missing > 0) {
        gaps.merge(line.sender(), 1, Integer::sum);
        largest = Math.max(largest, missing);
      }
      next.put(line.sender(), line.number() + 1);
    }
    System.out.printf(
        "%d rows, gaps %s, the largest of %d lines%n", lives.rows("Seen").size(), gaps, largest);
    assertThat(gaps.values()).allMatch(count -> count <= most);
    assertThat(largest * BYTES_PER_LINE).isLessThanOrEqualTo(mostBytes);
  }
}
