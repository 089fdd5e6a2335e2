package io.correlator.api.state;

import static java.util.Objects.requireNonNull;

import io.correlator.api.Slice;
import io.correlator.api.state.OperatorOptions.Evidence;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * When a {@link Heartbeat} fires: a key that used to be seen, or must be seen, is silent for longer
 * than a window.
 *
 * <p>Start with {@link #learned} or {@link #listed}. Defaults: a window of one minute, {@link
 * OperatorOptions#defaults()}. Of the {@link Rearm}, only the quota and how long an alert may stay
 * open matter: a heartbeat fires once until the key is seen again. Immutable; may be used by any
 * thread.
 *
 * @param listed the keys that are watched, from the engine's first record on; if none, each key is
 *     watched once it has been seen. In a module with keys, each has the partition key of its
 *     records, usually itself, so that it is watched where they go; one that is seen in another
 *     group of keys is refused
 * @param window how long a key may be silent, 1 ms or longer
 * @param options what can be chosen for every operator
 */
public record HeartbeatSpec(Map<Slice, Slice> listed, Duration window, OperatorOptions options) {

  public HeartbeatSpec {
    listed = Map.copyOf(listed);
    requireNonNull(options, "options");
    Checks.window("window", window);
    if (listed.size() > options.maxKeys()) {
      throw new IllegalArgumentException(
          "listed: %,d keys are more than maxKeys, %,d"
              .formatted(listed.size(), options.maxKeys()));
    }
  }

  /** Each key that was seen. */
  public static HeartbeatSpec learned() {
    return new HeartbeatSpec(Map.of(), Duration.ofMinutes(1), OperatorOptions.defaults());
  }

  /**
   * These keys and no others.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static HeartbeatSpec listed(Collection<String> keys) {
    return listed(
        keys.stream()
            .map(Slice::of)
            .collect(Collectors.toUnmodifiableMap(key -> key, key -> key, (a, b) -> a)));
  }

  /**
   * These keys and no others, each with the partition key of its records.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static HeartbeatSpec listed(Map<Slice, Slice> keys) {
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("listed: needs at least one key");
    }
    return new HeartbeatSpec(keys, Duration.ofMinutes(1), OperatorOptions.defaults());
  }

  /** The same with a window of that length, 1 ms or longer. */
  public HeartbeatSpec within(Duration window) {
    return new HeartbeatSpec(listed, window, options);
  }

  /** The same with another way to fire again. */
  public HeartbeatSpec rearm(Rearm rearm) {
    return options(options.rearm(rearm));
  }

  /** The same with another bound on the number of keys. */
  public HeartbeatSpec maxKeys(int maxKeys) {
    return options(options.maxKeys(maxKeys));
  }

  /** The same, remembering records or not. */
  public HeartbeatSpec evidence(Evidence evidence) {
    return options(options.evidence(evidence));
  }

  /** The same with other options. */
  public HeartbeatSpec options(OperatorOptions options) {
    return new HeartbeatSpec(listed, window, options);
  }
}
