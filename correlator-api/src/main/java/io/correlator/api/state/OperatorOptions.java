package io.correlator.api.state;

import static java.util.Objects.requireNonNull;

/**
 * What can be chosen for every operator: when it fires again, how many keys it holds, and whether
 * it remembers records. The specs of the operators have a method for each.
 *
 * @param rearm what happens after it has fired
 * @param maxKeys how many keys are held at most, 1 to 16,000,000
 * @param evidence whether records are remembered
 */
public record OperatorOptions(Rearm rearm, int maxKeys, Evidence evidence) {
  /** How many keys an operator may be told to hold. */
  public static final int MOST_KEYS = 16_000_000;

  private static final OperatorOptions DEFAULTS =
      new OperatorOptions(Rearm.once(), StateSpec.DEFAULT_MAX_KEYS, Evidence.KEPT);

  /** Whether an operator remembers the records of its events. */
  public enum Evidence {
    /** A reference of 8 bytes per event; the record itself is in a ring shared by all operators. */
    KEPT,
    /** Sightings have times but no records. */
    NONE
  }

  public OperatorOptions {
    requireNonNull(rearm, "rearm");
    requireNonNull(evidence, "evidence");
    if (maxKeys < 1 || maxKeys > MOST_KEYS) {
      throw new IllegalArgumentException(
          "maxKeys: must be between 1 and %,d, was %,d".formatted(MOST_KEYS, maxKeys));
    }
  }

  /** {@link Rearm#once()}, {@link StateSpec#DEFAULT_MAX_KEYS}, evidence kept. */
  public static OperatorOptions defaults() {
    return DEFAULTS;
  }

  /** The same with another way to fire again. */
  public OperatorOptions rearm(Rearm rearm) {
    return new OperatorOptions(rearm, maxKeys, evidence);
  }

  /** The same with another bound on the number of keys. */
  public OperatorOptions maxKeys(int maxKeys) {
    return new OperatorOptions(rearm, maxKeys, evidence);
  }

  /** The same, remembering records or not. */
  public OperatorOptions evidence(Evidence evidence) {
    return new OperatorOptions(rearm, maxKeys, evidence);
  }
}
