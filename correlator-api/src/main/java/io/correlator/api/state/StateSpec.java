package io.correlator.api.state;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What a {@link KeyedState} is called and how far it may grow.
 *
 * @param name unique within its module
 * @param maxKeys how many keys are kept at most, at least 1; beyond, the one used least recently
 *     goes
 * @param expireAfter how long after its last use a key is forgotten, in engine time; positive
 */
public record StateSpec(String name, int maxKeys, Duration expireAfter) {
  /** How many keys are kept unless a module says otherwise. */
  public static final int DEFAULT_MAX_KEYS = 100_000;

  /** How long a key is kept after its last use unless a module says otherwise. */
  public static final Duration DEFAULT_EXPIRE_AFTER = Duration.ofDays(1);

  public StateSpec {
    requireNonNull(name, "name");
    if (maxKeys < 1) {
      throw new IllegalArgumentException("maxKeys must be at least 1, was " + maxKeys);
    }
    if (expireAfter.isNegative() || expireAfter.isZero()) {
      throw new IllegalArgumentException("expireAfter must be positive, was " + expireAfter);
    }
  }

  /** State with the default bounds. */
  public static StateSpec of(String name) {
    return new StateSpec(name, DEFAULT_MAX_KEYS, DEFAULT_EXPIRE_AFTER);
  }

  /** The same with another bound on the number of keys. */
  public StateSpec maxKeys(int maxKeys) {
    return new StateSpec(name, maxKeys, expireAfter);
  }

  /** The same with another time to live. */
  public StateSpec expireAfter(Duration expireAfter) {
    return new StateSpec(name, maxKeys, expireAfter);
  }
}
