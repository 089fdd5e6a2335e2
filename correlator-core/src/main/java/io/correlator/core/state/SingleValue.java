package io.correlator.core.state;

import static java.util.Objects.requireNonNull;

import io.correlator.api.state.Codec;
import io.correlator.api.state.StateValue;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A value without a key. */
public final class SingleValue<T> implements StateValue<T>, SavedState, UndoLog.ObjectPart {
  private final Codec<T> codec;
  private final UndoLog undo;
  private final int part;
  private T value;

  /** A value that is {@code initial} at first. */
  public SingleValue(Codec<T> codec, T initial, StateHome home) {
    this.codec = requireNonNull(codec, "codec");
    this.value = requireNonNull(initial, "initial");
    this.undo = home.undo();
    this.part = undo.register(this);
  }

  @Override
  public T get() {
    return value;
  }

  @Override
  public void set(T newValue) {
    requireNonNull(newValue, "value");
    undo.log(part, 0, 0, null, value);
    value = newValue;
  }

  /** Sets the value back. */
  @Override
  // Nobody else logs under the number of this part.
  @SuppressWarnings("unchecked")
  public void undo(int place, long old, @Nullable Object changed, @Nullable Object held) {
    value = (T) requireNonNull(held);
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
