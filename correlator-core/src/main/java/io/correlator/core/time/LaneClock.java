package io.correlator.core.time;

import io.correlator.api.LogRecord;
import io.correlator.api.LogRecord.Flag;
import io.correlator.core.state.StateInput;
import io.correlator.core.state.StateOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Decides which times of one lane are believed. Every record comes out again, in the order in which
 * it went in, with the time at which it is evaluated.
 *
 * <p>What is read live is compared with the time of arrival: a record from more than {@link #SKEW}
 * in the future happened when it arrived, and none moves time beyond its arrival. In a file there
 * is nothing to compare with. There, a leap of more than {@link #LEAP} is believed when {@link
 * #WITNESSES} records in a row make it, or the file ends; until then they wait. A record that
 * contradicts them proves them wrong, and they happen at the last time believed. At the beginning
 * nothing is believed yet: the middle one of the first three times is.
 */
final class LaneClock {
  static final long SKEW = Duration.ofMinutes(5).toMillis();
  static final long LEAP = Duration.ofHours(1).toMillis();
  static final int WITNESSES = 3;

  /** So many lines without a time at the beginning of a file are waited for, no more. */
  private static final int LONGEST_OPENING = 1000;

  private final boolean live;
  private final long lateness;
  private final Consumer<LogRecord> output;
  private final Arrivals arrivals = new Arrivals();
  private final List<LogRecord> opening = new ArrayList<>();
  private final List<LogRecord> doubted = new ArrayList<>(WITNESSES);
  private boolean open;
  private long believed = Long.MIN_VALUE;
  private long latest = Long.MIN_VALUE;
  private long skewed;

  /** A clock that gives records to {@code output}. */
  LaneClock(boolean live, Duration lateness, Consumer<LogRecord> output) {
    this.live = live;
    this.open = live;
    this.lateness = lateness.toMillis();
    this.output = output;
  }

  /** The latest time believed; {@link Long#MIN_VALUE} before the first. */
  long believed() {
    return believed;
  }

  /** The latest time of a record given out; in a live lane that may be after its arrival. */
  long latest() {
    return latest;
  }

  /** How many records had a time that was not believed. */
  long skewed() {
    return skewed;
  }

  /** How many records wait for a verdict. */
  int waiting() {
    return opening.size() + doubted.size();
  }

  /** What {@code earlier} has given out came before. */
  void goOnFrom(LaneClock earlier) {
    believed = Math.max(believed, earlier.believed);
    latest = Math.max(latest, earlier.latest);
  }

  void accept(LogRecord record) {
    if (live) {
      acceptLive(record);
    } else if (open) {
      acceptFromFile(record);
    } else {
      acceptFirst(record);
    }
  }

  private void acceptLive(LogRecord record) {
    long received = arrivals.steady(record.received().toEpochMilli());
    LogRecord settled = record;
    if (record.is(Flag.TIME_FALLBACK)) {
      settled = record.retimed(Instant.ofEpochMilli(received), Flag.TIME_FALLBACK);
    } else if (record.epochMilli() > received + SKEW) {
      skewed++;
      settled = record.retimed(Instant.ofEpochMilli(received), Flag.CLOCK_SKEW);
    }
    believed = Math.max(believed, Math.min(settled.epochMilli(), received));
    latest = Math.max(latest, settled.epochMilli());
    output.accept(settled);
  }

  private void acceptFirst(LogRecord record) {
    opening.add(record);
    long timed = opening.stream().filter(LaneClock::hasTime).count();
    if (timed == WITNESSES || opening.size() == LONGEST_OPENING) {
      endOpening();
    }
  }

  private static boolean hasTime(LogRecord record) {
    return !record.is(Flag.TIME_FALLBACK);
  }

  private void endOpening() {
    long[] times =
        opening.stream()
            .filter(LaneClock::hasTime)
            .mapToLong(LogRecord::epochMilli)
            .sorted()
            .toArray();
    if (times.length > 0) {
      believed = times[times.length / 2];
    } else if (!opening.isEmpty()) {
      believed = opening.get(0).epochMilli();
    }
    open = true;
    List<LogRecord> first = List.copyOf(opening);
    opening.clear();
    first.forEach(this::acceptFromFile);
  }

  private void acceptFromFile(LogRecord record) {
    if (record.is(Flag.TIME_FALLBACK)) {
      // It belongs to the line before it, also where that one waits.
      if (doubted.isEmpty()) {
        output.accept(record.retimed(Instant.ofEpochMilli(believed), Flag.TIME_FALLBACK));
      } else {
        doubted.add(record.retimed(lastDoubted().timestamp(), Flag.TIME_FALLBACK));
      }
      return;
    }
    if (record.epochMilli() <= believed + LEAP) {
      if (!doubted.isEmpty()) {
        disprove();
      }
      believe(record);
      return;
    }
    if (!doubted.isEmpty() && record.epochMilli() < lastDoubted().epochMilli() - lateness) {
      disprove();
    }
    doubted.add(record);
    if (doubted.stream().filter(LaneClock::hasTime).count() == WITNESSES
        || doubted.size() == LONGEST_OPENING) {
      believeAll();
    }
  }

  private LogRecord lastDoubted() {
    return doubted.get(doubted.size() - 1);
  }

  private void believe(LogRecord record) {
    believed = Math.max(believed, record.epochMilli());
    latest = believed;
    output.accept(record);
  }

  private void believeAll() {
    doubted.forEach(this::believe);
    doubted.clear();
  }

  private void disprove() {
    for (LogRecord record : doubted) {
      skewed++;
      output.accept(record.retimed(Instant.ofEpochMilli(believed), Flag.CLOCK_SKEW));
    }
    doubted.clear();
  }

  /** Nothing follows, at least for now: what waited is believed, because nothing contradicts it. */
  void settle() {
    if (!opening.isEmpty()) {
      endOpening();
    }
    believeAll();
  }

  void save(StateOutput out) throws IOException {
    out.writeBoolean(open);
    out.writeLong(believed);
    out.writeLong(latest);
    out.writeLong(skewed);
    saveAll(opening, out);
    saveAll(doubted, out);
  }

  void load(StateInput in) throws IOException {
    open = in.readBoolean();
    believed = in.readLong();
    latest = in.readLong();
    skewed = in.readLong();
    loadAll(opening, in);
    loadAll(doubted, in);
  }

  private static void saveAll(List<LogRecord> waiting, StateOutput out) throws IOException {
    out.writeInt(waiting.size());
    for (LogRecord record : waiting) {
      out.writeRecord(record);
    }
  }

  private static void loadAll(List<LogRecord> waiting, StateInput in) throws IOException {
    int count = in.readCount(Integer.BYTES);
    for (int i = 0; i < count; i++) {
      waiting.add(in.readRecord());
    }
  }
}
