package io.correlator.api.state;

import io.correlator.api.LogRecord;
import io.correlator.api.Slice;

/**
 * Watches that keys keep being seen and fires when one is silent for longer than the window of its
 * {@link HeartbeatSpec}; once, until the key is seen again. That closes the alert.
 *
 * <p>Memory per key: when it was last seen.
 */
public interface Heartbeat extends Operator {
  /** The key was seen in {@code record}. */
  void beat(Slice key, LogRecord record);

  /** As {@link #beat(Slice, LogRecord)}. */
  default void beat(String key, LogRecord record) {
    beat(Slice.of(key), record);
  }
}
