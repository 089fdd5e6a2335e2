package io.correlator.core.time;

import io.correlator.api.Block;
import io.correlator.api.LogRecord;
import io.correlator.core.state.StateInput;
import io.correlator.core.state.StateOutput;
import java.io.IOException;
import java.util.ArrayDeque;
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

  private final ArrayDeque<LogRecord> inOrder = new ArrayDeque<>();
  private final PriorityQueue<LogRecord> outOfOrder = new PriorityQueue<>(CANONICAL);

  void add(LogRecord record) {
    LogRecord last = inOrder.peekLast();
    if (last == null || CANONICAL.compare(last, record) <= 0) {
      inOrder.addLast(record);
    } else {
      outOfOrder.add(record);
    }
  }

  int size() {
    return inOrder.size() + outOfOrder.size();
  }

  /** Gives out all records up to {@code time}, inclusive, in order. */
  void releaseUpTo(long time, Consumer<LogRecord> output) {
    while (true) {
      LogRecord next = peek();
      if (next == null || next.epochMilli() > time) {
        return;
      }
      output.accept(poll());
    }
  }

  /** The record that comes out next; there must be one. */
  LogRecord poll() {
    return headIsInOrder() ? inOrder.removeFirst() : outOfOrder.remove();
  }

  private @Nullable LogRecord peek() {
    return headIsInOrder() ? inOrder.peekFirst() : outOfOrder.peek();
  }

  private boolean headIsInOrder() {
    LogRecord straggler = outOfOrder.peek();
    LogRecord first = inOrder.peekFirst();
    return straggler == null || (first != null && CANONICAL.compare(first, straggler) <= 0);
  }

  void save(StateOutput out) throws IOException {
    out.writeInt(size());
    for (LogRecord record : inOrder) {
      out.writeRecord(record);
    }
    for (LogRecord record : outOfOrder) {
      out.writeRecord(record);
    }
  }

  void load(StateInput in) throws IOException {
    int count = in.readCount(Integer.BYTES);
    for (int i = 0; i < count; i++) {
      add(in.readRecord());
    }
  }
}
