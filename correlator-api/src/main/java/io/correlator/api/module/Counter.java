package io.correlator.api.module;

/**
 * A number that only grows, part of a module's statistics. Written by the thread that owns it, read
 * by any thread.
 */
public interface Counter {
  /** Adds one. */
  default void increment() {
    add(1);
  }

  /** Adds {@code amount}, which is not negative. */
  void add(long amount);

  /** The sum so far. */
  long value();
}
