package io.correlator.api.module;

/** Something that is going to happen unless it is cancelled. */
@FunctionalInterface
public interface Cancellable {
  /** Prevents it; does nothing if it has happened or was cancelled before. */
  void cancel();
}
