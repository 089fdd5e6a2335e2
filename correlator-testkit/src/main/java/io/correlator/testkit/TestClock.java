package io.correlator.testkit;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A wall clock that only moves when a test says so, forwards or backwards. Begins at {@link
 * TestPipeline#START}. May be used by any thread.
 */
public final class TestClock implements InstantSource {
  private volatile Instant now = TestPipeline.START;

  /** A clock that shows {@link TestPipeline#START}. */
  public TestClock() {}

  @Override
  public Instant instant() {
    return now;
  }

  /** Moves it by {@code step}, which may be negative. For one thread. */
  public synchronized void move(Duration step) {
    now = now.plus(requireNonNull(step, "step"));
  }

  /** Sets it. For one thread. */
  public synchronized void set(Instant time) {
    now = requireNonNull(time, "time");
  }
}
