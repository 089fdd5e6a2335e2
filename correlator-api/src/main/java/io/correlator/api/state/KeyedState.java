package io.correlator.api.state;

import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * A value per key that the engine keeps for a processor: bounded in the number of its keys and in
 * bytes, and forgotten when not used.
 *
 * <p>Only the processor's own thread may use it. Keys and values must be immutable, with {@code
 * equals} and {@code hashCode} by value; records of plain types are best.
 *
 * @param <K> the key
 * @param <V> the value
 */
public interface KeyedState<K, V> {
  /** The value of {@code key}; counts as a use. */
  Optional<V> get(K key);

  /** Sets the value of {@code key}; may push out those used least recently. */
  void put(K key, V value);

  /** Forgets {@code key}. */
  void remove(K key);

  /** Forgets everything. Does not count as eviction. */
  void clear();

  /** How many keys are held; may include some that are due to expire. */
  int size();

  /**
   * Calls {@code action} for each key that has not expired. The state must not change meanwhile.
   */
  void forEach(BiConsumer<? super K, ? super V> action);

  /** How many keys were pushed out before their time because there was no more room. */
  long evicted();
}
