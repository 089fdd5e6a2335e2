package io.correlator.api.listener;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How events reach one listener: how many may wait, what happens to more, and how often one is
 * offered again. A listener {@linkplain Listener#delivery() declares} what suits it; whoever
 * assembles the engine may decide otherwise. Immutable.
 *
 * @param capacity how many events wait for the listener at most, counting those that it has
 *     accepted and not yet flushed; at least 1
 * @param overflow what happens to an event that finds no room
 * @param guarantee what happens to an event that the listener could not deliver
 * @param firstDelay how long after the first failure an event is offered again; each further wait
 *     is twice as long, give or take a fifth
 * @param longestDelay no wait is longer, save one that a {@link RetryException} asks for
 * @param attempts how often an event is offered at most; at least 1
 * @param patience how long after its first failure an event is offered for the last time at most
 */
public record DeliverySettings(
    int capacity,
    Overflow overflow,
    Guarantee guarantee,
    Duration firstDelay,
    Duration longestDelay,
    int attempts,
    Duration patience) {
  private static final Duration LONGEST = Duration.ofDays(36_500);

  public DeliverySettings {
    requireNonNull(overflow, "overflow");
    requireNonNull(guarantee, "guarantee");
    requirePositive("firstDelay", firstDelay);
    requirePositive("longestDelay", longestDelay);
    requirePositive("patience", patience);
    requireAtLeastOne("capacity", capacity);
    requireAtLeastOne("attempts", attempts);
  }

  private static void requirePositive(String name, Duration value) {
    requireNonNull(value, name);
    if (value.isNegative() || value.isZero() || value.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          name + ": must be longer than nothing and at most 36500 days, was " + value);
    }
  }

  private static void requireAtLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": must be at least 1, was " + value);
    }
  }

  /** What happens to an event that finds no room. */
  public enum Overflow {
    /** The engine waits until there is room: nothing is lost, and all else waits too. */
    BLOCK,
    /** The event is dropped, and that is counted. */
    DROP_NEWEST,
    /**
     * The event that waits longest and is not with the listener is dropped, and that is counted.
     */
    DROP_OLDEST
  }

  /** What happens to an event that the listener could not deliver. */
  public enum Guarantee {
    /** It is not offered again, unless the listener asks for that with {@link RetryException}. */
    BEST_EFFORT,
    /**
     * It is offered again until the listener has it, or rejects it, or has failed too often. It may
     * then arrive more than once, under the same id.
     */
    AT_LEAST_ONCE
  }

  /**
   * 8,192 events, the engine waits when there are more; best effort; again after 1 s, then twice as
   * long each time up to 5 minutes, 20 times or for 24 hours.
   */
  public static DeliverySettings defaults() {
    return new DeliverySettings(
        8_192,
        Overflow.BLOCK,
        Guarantee.BEST_EFFORT,
        Duration.ofSeconds(1),
        Duration.ofMinutes(5),
        20,
        Duration.ofHours(24));
  }

  /** The same with another capacity. */
  public DeliverySettings withCapacity(int capacity) {
    return new DeliverySettings(
        capacity, overflow, guarantee, firstDelay, longestDelay, attempts, patience);
  }

  /** The same with another policy for events that find no room. */
  public DeliverySettings withOverflow(Overflow overflow) {
    return new DeliverySettings(
        capacity, overflow, guarantee, firstDelay, longestDelay, attempts, patience);
  }

  /** The same with another guarantee. */
  public DeliverySettings withGuarantee(Guarantee guarantee) {
    return new DeliverySettings(
        capacity, overflow, guarantee, firstDelay, longestDelay, attempts, patience);
  }

  /** The same with other waits between the attempts. */
  public DeliverySettings withDelays(Duration first, Duration longest) {
    return new DeliverySettings(capacity, overflow, guarantee, first, longest, attempts, patience);
  }

  /** The same with another limit on how often an event is offered. */
  public DeliverySettings withAttempts(int attempts) {
    return new DeliverySettings(
        capacity, overflow, guarantee, firstDelay, longestDelay, attempts, patience);
  }

  /** The same with another limit on how long an event is offered. */
  public DeliverySettings withPatience(Duration patience) {
    return new DeliverySettings(
        capacity, overflow, guarantee, firstDelay, longestDelay, attempts, patience);
  }
}
