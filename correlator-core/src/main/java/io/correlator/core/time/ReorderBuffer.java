package io.correlator.core.time;

import static java.util.Objects.requireNonNull;

import io.correlator.api.Block;
import io.correlator.api.LogRecord;
import io.correlator.core.state.StateInput;
import io.correlator.core.state.StateOutput;
import java.io.IOException;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Holds records until no earlier one can come, and gives them out in canonical order: by time, then
 * by source and the incarnation of its file, then by position.
 *
 * <p>Most logs are almost in order. A record that comes in order goes to the end of a queue, which
 * costs next to nothing; only one that comes out of order goes into a heap. The next record out is
 * the smaller of the two heads.
 */
final class ReorderBuffer {
  private static final Comparator<LogRecord> CANONICAL =
      (one, other) -> {
        int byTime = Long.compare(one.epochMilli(), other.epochMilli());
        return byTime != 0 ? byTime : compareOrigins(one, other);
      };

  /** Positions count anew in each file that has the name of a source. */
  @SuppressWarnings("ReferenceEquality") // a shortcut; equals follows
  private static int compareOrigins(LogRecord one, LogRecord other) {
    Block.Provenance origin = one.provenance();
    Block.Provenance otherOrigin = other.provenance();
    // Mostly the very same; then there is no need to look at it.
    if (origin != otherOrigin) {
      int bySource = origin.source().compareTo(otherOrigin.source());
      if (bySource != 0) {
        return bySource;
      }
      int byIncarnation = Long.compare(origin.incarnation(), otherOrigin.incarnation());
      if (byIncarnation != 0) {
        return byIncarnation;
      }
    }
    return Long.compare(one.position(), other.position());
  }

  private static final int FIRST_ROOM = 64;

  // What came in order: a ring, and beside it the times, so that the many records that cannot come
  // out yet, or are about to, need not be looked at. They were made long ago, and to ask them is to
  // wait for memory.
  private @Nullable LogRecord[] inOrder = new LogRecord[FIRST_ROOM];
  private long[] times = new long[FIRST_ROOM];
  private int first;
  private int count;

  private final PriorityQueue<LogRecord> outOfOrder = new PriorityQueue<>(CANONICAL);

  void add(LogRecord record) {
    if (count == 0 || comesAfterLast(record)) {
      append(record);
    } else {
      outOfOrder.add(record);
    }
  }

  private boolean comesAfterLast(LogRecord record) {
    int last = place(count - 1);
    long time = record.epochMilli();
    return times[last] != time ? times[last] < time : compareOrigins(inOrderAt(last), record) <= 0;
  }

  private void append(LogRecord record) {
    if (count == times.length) {
      makeRoom();
    }
    int place = place(count++);
    inOrder[place] = record;
    times[place] = record.epochMilli();
  }

  private void makeRoom() {
    @Nullable LogRecord[] records = new LogRecord[2 * count];
    long[] theirTimes = new long[2 * count];
    int untilEnd = count - first;
    System.arraycopy(inOrder, first, records, 0, untilEnd);
    System.arraycopy(inOrder, 0, records, untilEnd, first);
    System.arraycopy(times, first, theirTimes, 0, untilEnd);
    System.arraycopy(times, 0, theirTimes, untilEnd, first);
    inOrder = records;
    times = theirTimes;
    first = 0;
  }

  /** Where the record of this number in order stands; the room is a power of two. */
  private int place(int number) {
    return (first + number) & (times.length - 1);
  }

  private LogRecord inOrderAt(int place) {
    return requireNonNull(inOrder[place]);
  }

  private LogRecord takeFirstInOrder() {
    LogRecord record = inOrderAt(first);
    inOrder[first] = null;
    first = place(1);
    count--;
    return record;
  }

  int size() {
    return count + outOfOrder.size();
  }

  /** Gives out all records up to {@code time}, inclusive, in order. */
  void releaseUpTo(long time, Consumer<LogRecord> output) {
    while (headTime() <= time && size() > 0) {
      output.accept(poll());
    }
  }

  private long headTime() {
    LogRecord straggler = outOfOrder.peek();
    long inOrderTime = count == 0 ? Long.MAX_VALUE : times[first];
    return straggler == null ? inOrderTime : Math.min(inOrderTime, straggler.epochMilli());
  }

  /** The record that comes out next; there must be one. */
  LogRecord poll() {
    LogRecord straggler = outOfOrder.peek();
    boolean isInOrder =
        straggler == null || (count > 0 && CANONICAL.compare(inOrderAt(first), straggler) <= 0);
    return isInOrder ? takeFirstInOrder() : outOfOrder.remove();
  }

  void save(StateOutput out) throws IOException {
    out.writeInt(size());
    for (int number = 0; number < count; number++) {
      out.writeRecord(inOrderAt(place(number)));
    }
    for (LogRecord record : outOfOrder) {
      out.writeRecord(record);
    }
  }

  void load(StateInput in) throws IOException {
    int saved = in.readCount(Integer.BYTES);
    for (int i = 0; i < saved; i++) {
      add(in.readRecord());
    }
  }
}
