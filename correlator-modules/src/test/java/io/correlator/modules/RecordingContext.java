package io.correlator.modules;

import io.correlator.api.Event;
import io.correlator.api.module.Counter;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.Timer;
import io.correlator.api.state.Codec;
import io.correlator.api.state.KeyedState;
import io.correlator.api.state.Operators;
import io.correlator.api.state.SlidingCounter;
import io.correlator.api.state.StateSpec;
import io.correlator.api.state.StateValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A context that remembers what is emitted and counted; it has no state per key and no timers. */
public final class RecordingContext implements ModuleContext {
  private final List<Event> events = new ArrayList<>();
  private final Map<String, Counter> counters = new TreeMap<>();

  /** What was emitted so far. */
  public List<Event> events() {
    return List.copyOf(events);
  }

  @Override
  public String name() {
    return "test";
  }

  @Override
  public Instant now() {
    return Instant.EPOCH;
  }

  @Override
  public void emit(Event event) {
    events.add(event);
  }

  @Override
  public Counter counter(String name) {
    return counters.computeIfAbsent(name, unused -> new Sum());
  }

  @Override
  public <K, V> KeyedState<K, V> state(StateSpec<K, V> spec) {
    throw new UnsupportedOperationException();
  }

  @Override
  public SlidingCounter slidingCounter(String name, int limit, Duration window) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Operators operators() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Timer timer(String name, Runnable task) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T> StateValue<T> value(String name, Codec<T> codec, T initial) {
    return new Value<>(initial);
  }

  private static final class Value<T> implements StateValue<T> {
    private T value;

    Value(T initial) {
      value = initial;
    }

    @Override
    public T get() {
      return value;
    }

    @Override
    public void set(T newValue) {
      value = newValue;
    }
  }

  private static final class Sum implements Counter {
    private long value;

    @Override
    public void add(long amount) {
      value += amount;
    }

    @Override
    public long value() {
      return value;
    }
  }
}
