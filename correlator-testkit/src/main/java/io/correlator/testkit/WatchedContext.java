package io.correlator.testkit;

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
import java.util.List;

/**
 * The context of one run, which notes what the run emits.
 *
 * @param context the engine's
 * @param emitted takes the events, as text
 */
record WatchedContext(ModuleContext context, List<String> emitted) implements ModuleContext {
  @Override
  public void emit(Event event) {
    context.emit(event);
    emitted.add(WatchedGroups.shown(event));
  }

  @Override
  public String name() {
    return context.name();
  }

  @Override
  public Instant now() {
    return context.now();
  }

  @Override
  public Counter counter(String name) {
    return context.counter(name);
  }

  @Override
  public <K, V> KeyedState<K, V> state(StateSpec<K, V> spec) {
    return context.state(spec);
  }

  @Override
  public <T> StateValue<T> value(String name, Codec<T> codec, T initial) {
    return context.value(name, codec, initial);
  }

  @Override
  public SlidingCounter slidingCounter(String name, int limit, Duration window) {
    return context.slidingCounter(name, limit, window);
  }

  @Override
  public Operators operators() {
    return context.operators();
  }

  @Override
  public Timer timer(String name, Runnable task) {
    return context.timer(name, task);
  }
}
