package io.correlator.core.pipeline;

import io.correlator.api.module.Timer;
import io.correlator.core.state.SavedState;
import io.correlator.core.state.StateInput;
import io.correlator.core.state.StateOutput;
import java.io.IOException;
import java.time.Duration;

/** A timer that a module asked for. */
final class ModuleTimer implements Timer, SavedState {
  private final EngineTime time;
  private final Timers.Slot slot;

  ModuleTimer(EngineTime time, Timers.Slot slot) {
    this.time = time;
    this.slot = slot;
  }

  /** Does something else when it is due. */
  void task(Runnable newTask) {
    slot.task(newTask);
  }

  @Override
  public void schedule(Duration delay) {
    if (delay.compareTo(Duration.ofMillis(1)) < 0) {
      throw new IllegalArgumentException("delay must be 1 ms or longer, was " + delay);
    }
    if (time.isAtEnd()) {
      return;
    }
    long now = time.epochMilli();
    long deadline = now + delay.toMillis();
    slot.at(deadline < now ? Long.MAX_VALUE : deadline);
  }

  @Override
  public void cancel() {
    slot.cancel();
  }

  @Override
  public boolean isPending() {
    return slot.isPending();
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public String shape() {
    return "timer";
  }

  @Override
  public void save(StateOutput out) {
    out.writeBoolean(slot.isPending());
    out.writeLong(slot.isPending() ? slot.deadline() : 0);
  }

  @Override
  public void load(StateInput in) throws IOException {
    boolean pending = in.readBoolean();
    long deadline = in.readLong();
    if (pending) {
      slot.at(deadline);
    } else {
      slot.cancel();
    }
  }
}
