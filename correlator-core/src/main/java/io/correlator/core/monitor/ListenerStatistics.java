package io.correlator.core.monitor;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a listener has done so far. Exact, and it always balances: {@code offered = accepted +
 * failed + deadLettered + the sum of dropped + waiting}.
 *
 * @param name the listener
 * @param state how it is doing
 * @param offered how many events it was interested in
 * @param accepted how many it has delivered: it took them, and the flush after that returned
 * @param failed how many it never took and that are not kept either
 * @param deadLettered how many it never took and that are kept as dead letters
 * @param dropped how many were dropped before it had them, by reason; reasons that did not occur
 *     are left out
 * @param waiting how many it has yet to take or to flush
 * @param errors how often it threw something, whatever became of the event; also while closing
 */
public record ListenerStatistics(
    String name,
    State state,
    long offered,
    long accepted,
    long failed,
    long deadLettered,
    Map<Drop, Long> dropped,
    long waiting,
    long errors) {
  public ListenerStatistics {
    requireNonNull(name, "name");
    requireNonNull(state, "state");
    Map<Drop, Long> sorted = new EnumMap<>(Drop.class);
    sorted.putAll(dropped);
    dropped = Collections.unmodifiableMap(sorted);
  }

  /** How a listener is doing. */
  public enum State {
    /** It takes what comes. */
    UP,
    /** It has failed, and will be offered the same again in a while. */
    RETRYING,
    /** It has not returned from a call for more than a minute. */
    STALLED,
    /** It is closed, or was never open. */
    CLOSED;

    /** The name in lower case. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Why an event was dropped before the listener had it. */
  public enum Drop {
    /** There was no room, and the settings say that the engine does not wait for it. */
    OVERFLOW,
    /** The engine was closed before the listener took it, and no dead letters are kept. */
    CLOSED;

    /** The name in lower case. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How many events were dropped, for whatever reason. */
  public long droppedTotal() {
    return dropped.values().stream().mapToLong(Long::longValue).sum();
  }

  /** How many events it has not delivered and never will. */
  public long lost() {
    return failed + droppedTotal();
  }
}
