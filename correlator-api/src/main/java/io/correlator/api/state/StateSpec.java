package io.correlator.api.state;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What a {@link KeyedState} is called, what it holds, and how far it may grow.
 *
 * @param <K> the key
 * @param <V> the value
 * @param name unique within its module
 * @param keys how keys are saved
 * @param values how values are saved
 * @param maxKeys how many keys are kept at most, at least 1; beyond, the one used least recently
 *     goes. A module with keys keeps them in 16 groups, and each group a 16th of this, rounded up
 * @param expireAfter how long after its last use a key is forgotten, in engine time; positive
 */
public record StateSpec<K, V>(
    String name, Codec<K> keys, Codec<V> values, int maxKeys, Duration expireAfter) {
  /** How many keys are kept unless a module says otherwise. */
  public static final int DEFAULT_MAX_KEYS = 100_000;

  /** How long a key is kept after its last use unless a module says otherwise. */
  public static final Duration DEFAULT_EXPIRE_AFTER = Duration.ofDays(1);

  public StateSpec {
    requireNonNull(name, "name");
    requireNonNull(keys, "keys");
    requireNonNull(values, "values");
    if (maxKeys < 1) {
      throw new IllegalArgumentException("maxKeys must be at least 1, was " + maxKeys);
    }
    if (expireAfter.isNegative() || expireAfter.isZero()) {
      throw new IllegalArgumentException("expireAfter must be positive, was " + expireAfter);
    }
  }

  /**
   * State of plain types, with the default bounds.
   *
   * @throws IllegalArgumentException as {@link Codec#of(Class)}
   */
  public static <K, V> StateSpec<K, V> of(String name, Class<K> keys, Class<V> values) {
    return of(name, Codec.of(keys), Codec.of(values));
  }

  /** State with the default bounds. */
  public static <K, V> StateSpec<K, V> of(String name, Codec<K> keys, Codec<V> values) {
    return new StateSpec<>(name, keys, values, DEFAULT_MAX_KEYS, DEFAULT_EXPIRE_AFTER);
  }

  /** The same with another bound on the number of keys. */
  public StateSpec<K, V> maxKeys(int maxKeys) {
    return new StateSpec<>(name, keys, values, maxKeys, expireAfter);
  }

  /** The same with another time to live. */
  public StateSpec<K, V> expireAfter(Duration expireAfter) {
    return new StateSpec<>(name, keys, values, maxKeys, expireAfter);
  }
}
