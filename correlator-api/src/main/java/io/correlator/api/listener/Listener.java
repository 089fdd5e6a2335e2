package io.correlator.api.listener;

import static java.util.Objects.requireNonNull;

import io.correlator.api.EmittedEvent;
import io.correlator.api.config.Config;

/**
 * Acts on the events it asked for: writes a line, a row, a mail, or blocks an address.
 *
 * <p>The engine calls a listener from one thread of its own, one call at a time: {@link #open}
 * first, then {@link #accept} for each event of interest, {@link #flush} when no event is waiting,
 * and {@link #close} last. Events wait in a bounded queue; a listener that is slow delays the
 * engine and no other listener. What it throws is counted against it, and the engine goes on.
 *
 * <p>To be found by name, a listener is declared as a service and has a public constructor without
 * arguments that gives the defaults. {@link #configure} must not touch the outside world: that is
 * what {@link #open} is for. One instance serves one engine.
 */
public interface Listener {
  /** The name by which it is configured and shown. */
  String name();

  /** One line for people: what it does with events. Shown when listeners are listed. */
  default String description() {
    return "";
  }

  /** Which events reach it. Asked once, before {@link #open}. */
  default Interest interest() {
    return Interest.everything();
  }

  /**
   * This listener with the options of {@code config}; its present values are the defaults.
   *
   * @throws IllegalArgumentException if the options make no sense; the message reaches the person
   *     who wrote them
   */
  default Listener configure(Config config) {
    return this;
  }

  /**
   * Gets ready, for instance opens a file.
   *
   * @throws Exception if it cannot; the engine then refuses to start
   */
  default void open() throws Exception {}

  /**
   * Acts on one event.
   *
   * @throws Exception if it cannot; counted, never fatal
   */
  void accept(EmittedEvent event) throws Exception;

  /**
   * Makes what was accepted so far visible outside: no event is waiting at the moment.
   *
   * @throws Exception if it cannot; counted, never fatal
   */
  default void flush() throws Exception {}

  /**
   * Lets go of everything. Called exactly once if {@link #open} was called, also when that failed.
   *
   * @throws Exception if it cannot; counted, never fatal
   */
  default void close() throws Exception {}

  /** A listener made of a function. */
  static Listener of(String name, Interest interest, Action action) {
    requireNonNull(name, "name");
    requireNonNull(interest, "interest");
    requireNonNull(action, "action");
    return new Listener() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Interest interest() {
        return interest;
      }

      @Override
      public void accept(EmittedEvent event) throws Exception {
        action.accept(event);
      }
    };
  }

  /** What to do with an event. */
  @FunctionalInterface
  interface Action {
    /**
     * Acts on one event.
     *
     * @throws Exception if it cannot; counted, never fatal
     */
    void accept(EmittedEvent event) throws Exception;
  }
}
