package io.correlator.core.runtime;

import io.correlator.core.monitor.Failure;
import io.correlator.core.monitor.FailureHandler;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls into one listener: whatever it throws stays here, is counted and told, and whoever asks
 * sees how long a call has been taking. Calls are made by the listener's thread; any thread may
 * ask.
 */
final class Calls {
  /** A call that takes longer than this is stalled. */
  static final Duration STALLED = Duration.ofMinutes(1);

  private final String listener;
  private final FailureHandler failures;
  private final LongSupplier ticker;
  private final AtomicLong errors = new AtomicLong();
  private volatile boolean calling;
  private volatile long since;

  Calls(String listener, FailureHandler failures, LongSupplier ticker) {
    this.listener = listener;
    this.failures = failures;
    this.ticker = ticker;
  }

  /** Something that calls into the listener. */
  @FunctionalInterface
  interface Call {
    void run() throws Exception;
  }

  /** Something that asks the listener. */
  @FunctionalInterface
  interface Question<T> {
    T answer() throws Exception;
  }

  /** Makes a call; what it throws, or null. */
  @Nullable Throwable attempt(Call call) {
    begin();
    try {
      call.run();
      return null;
    } catch (Throwable e) {
      failed(e);
      return e;
    } finally {
      calling = false;
    }
  }

  /** Asks something. */
  <T> T value(Question<T> question) throws Exception {
    begin();
    try {
      return question.answer();
    } catch (Throwable e) {
      failed(e);
      throw e;
    } finally {
      calling = false;
    }
  }

  private void begin() {
    since = ticker.getAsLong();
    calling = true;
  }

  /** Takes note of something that went wrong. */
  void failed(Throwable cause) {
    long count = errors.incrementAndGet();
    failures.onFailure(new Failure(Failure.Kind.LISTENER, listener, count, cause));
  }

  long errors() {
    return errors.get();
  }

  /** Whether a call has not returned for too long. */
  boolean areStalled() {
    return calling && ticker.getAsLong() - since > STALLED.toNanos();
  }
}
