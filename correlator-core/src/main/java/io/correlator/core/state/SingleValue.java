package io.correlator.core.state;

import static java.util.Objects.requireNonNull;

import io.correlator.api.state.Codec;
import io.correlator.api.state.StateValue;
import java.io.IOException;

/** A value without a key. */
public final class SingleValue<T> implements StateValue<T>, SavedState {
  private final Codec<T> codec;
  private final UndoLog undo;
  private T value;

  /** A value that is {@code initial} at first. */
  public SingleValue(Codec<T> codec, T initial, StateHome home) {
    this.codec = requireNonNull(codec, "codec");
    this.value = requireNonNull(initial, "initial");
    this.undo = home.undo();
  }

  @Override
  public T get() {
    return value;
  }

  @Override
  public void set(T newValue) {
    requireNonNull(newValue, "value");
    if (undo.isActive()) {
      T old = value;
      undo.log(() -> value = old);
    }
    value = newValue;
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public String shape() {
    return "value " + codec.shape();
  }

  @Override
  public void save(StateOutput out) throws IOException {
    out.writeInt(codec.version());
    codec.write(value, out);
  }

  @Override
  public void load(StateInput in) throws IOException {
    value = codec.read(in.readInt(1, codec.version()), in);
  }
}
