package io.correlator.api.state;

import io.correlator.api.LogRecord;
import io.correlator.api.Slice;
import java.util.List;

/**
 * Counts hits per key in a window of event time that slides with the records: the window that ends
 * at time {@code t} holds the hits with {@code t - window <= time <= t}, both ends included.
 *
 * <p>Exact up to its limit: it remembers the last {@code limit} hits of a key and nothing else, so
 * its memory does not depend on how many hits there are. A hit may be counted after its time, when
 * a module has learned what to make of a record, up to a window late; a key is forgotten some time
 * after that. Only the processor's own thread may use it.
 */
public interface SlidingCounter {
  /**
   * Counts one hit of {@code key} at the time of {@code record}.
   *
   * @return how many hits are in the window that ends there, this one included; at most the limit
   */
  int add(Slice key, LogRecord record);

  /** As {@link #add(Slice, LogRecord)}. */
  default int add(String key, LogRecord record) {
    return add(Slice.of(key), record);
  }

  /**
   * Counts one hit and tells whether it lifted the count from below the limit to the limit. While
   * hits go on so fast that the count stays at the limit, it is not lifted again: one long attack
   * is one crossing.
   */
  boolean crosses(Slice key, LogRecord record);

  /** As {@link #crosses(Slice, LogRecord)}. */
  default boolean crosses(String key, LogRecord record) {
    return crosses(Slice.of(key), record);
  }

  /**
   * The records behind the current count of {@code key}, oldest first. They are kept in one ring of
   * bounded size for all keys, so the oldest may be missing. Events keep {@linkplain
   * LogRecord#compact() compact copies} of them, as anybody does who keeps a record for long.
   */
  List<LogRecord> evidence(Slice key);

  /** As {@link #evidence(Slice)}. */
  default List<LogRecord> evidence(String key) {
    return evidence(Slice.of(key));
  }

  /** Forgets {@code key}: its next hit is its first. */
  void reset(Slice key);

  /** As {@link #reset(Slice)}. */
  default void reset(String key) {
    reset(Slice.of(key));
  }

  /** How many keys are held. */
  int size();

  /** How many keys were pushed out before their time because there were too many. */
  long evicted();
}
