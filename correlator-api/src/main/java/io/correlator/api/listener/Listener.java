package io.correlator.api.listener;

import static java.util.Objects.requireNonNull;

import io.correlator.api.EmittedEvent;
import io.correlator.api.config.Config;
import java.util.Optional;

/**
 * Acts on the events it asked for: writes a line, a row, a mail, or blocks an address.
 *
 * <p>The engine calls a listener from one thread of its own, one call at a time: {@link #open}
 * first, then {@link #accept} for each event of interest, {@link #flush} when no event is waiting,
 * and {@link #close} last. Events wait in a bounded queue, so a listener that is slow delays no
 * other; {@link #delivery} says what happens when the queue is full. What a listener throws is
 * counted against it, and the engine goes on.
 *
 * <p><b>What counts as delivered.</b> An event is delivered when the {@link #flush} after its
 * {@link #accept} has returned. If a call fails, it matters what it throws:
 *
 * <ul>
 *   <li>a {@link RetryException}: what was not delivered is offered again after a while;
 *   <li>a {@link RejectedException}: it will never be accepted, so it is not offered again;
 *   <li>anything else: by default it is not offered again either; with {@link
 *       DeliverySettings.Guarantee#AT_LEAST_ONCE} it is.
 * </ul>
 *
 * <p>When {@code accept} throws, the event is not accepted, and those before it still are. When
 * {@code flush} throws, none since the last flush that returned is delivered: the listener forgets
 * what it holds of them. Events keep their order while they are offered again; after a failed flush
 * they come one at a time, each with a flush of its own, so that one bad event takes no others with
 * it. Those that are never delivered are counted, and kept in the file of dead letters if there is
 * one.
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

  /** How events reach it unless whoever assembles the engine decides otherwise. Asked once. */
  default DeliverySettings delivery() {
    return DeliverySettings.defaults();
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
   * Puts its target back to where it stood: everything that came after {@code position} is undone.
   * Called before {@link #open}, and only if a run goes on from saved state.
   *
   * @param position what {@link #position} said, perhaps in an earlier version of this listener
   * @throws Exception if it cannot; the engine then refuses to start, because events would be
   *     missing or there twice
   */
  default void restore(String position) throws Exception {}

  /**
   * Gets ready, for instance opens a file.
   *
   * @throws Exception if it cannot; the engine then refuses to start
   */
  default void open() throws Exception {}

  /**
   * Acts on one event, or takes it to act on it by the next {@link #flush}.
   *
   * @throws Exception if it cannot: the event is not accepted; never fatal
   */
  void accept(EmittedEvent event) throws Exception;

  /**
   * Makes what was accepted so far visible outside. Called when no event is waiting, and every few
   * thousand events while some are.
   *
   * @throws Exception if it cannot: nothing since the last flush that returned counts as delivered,
   *     and the listener must not deliver it later; never fatal
   */
  default void flush() throws Exception {}

  /**
   * Where its target stands, so that a later run can put it back there: in the listener's own
   * words, beginning with the version of its notation. Asked when state is saved, after a {@link
   * #flush}; what was accepted so far is on the disk, or wherever it survives a crash, when this
   * returns. Empty if the target cannot be put back, as with mail.
   *
   * @throws Exception if it cannot tell; the state is then not saved this time
   */
  default Optional<String> position() throws Exception {
    return Optional.empty();
  }

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
