package io.correlator.sources;

import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Connections that are not read until their senders may send again. For the source's thread. */
final class HeldUp {
  private final Queue<Turn> turns = new PriorityQueue<>(Comparator.comparing(Turn::at));

  private record Turn(Instant at, SelectionKey key) {}

  void add(SelectionKey key, Instant until) {
    turns.add(new Turn(until, key));
  }

  /** Takes one that may go on; null if none may. */
  @Nullable SelectionKey poll(Instant now) {
    Turn first = turns.peek();
    if (first == null || now.isBefore(first.at())) {
      return null;
    }
    turns.remove();
    return first.key();
  }

  /** How long nothing is to be done here: {@code most} or less. */
  Duration rest(Instant now, Duration most) {
    Turn first = turns.peek();
    if (first == null || first.at().isAfter(now.plus(most))) {
      return most;
    }
    Duration left = Duration.between(now, first.at());
    return left.isNegative() ? Duration.ZERO : left;
  }
}
