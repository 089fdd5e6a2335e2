package io.correlator.api.state;

/**
 * One value that the engine keeps for a processor, for what belongs to no key: saved and restored
 * with the rest of its state, and as it was before if the call that changed it throws.
 *
 * <p>Only the processor's own thread may use it. The value must be immutable.
 *
 * @param <T> the value
 */
public interface StateValue<T> {
  /** The value last set; at first, the one given when this was made. */
  T get();

  /** Sets the value. */
  void set(T value);
}
