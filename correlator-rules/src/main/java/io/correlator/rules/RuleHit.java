package io.correlator.rules;

import static java.util.Objects.requireNonNull;

import io.correlator.api.Slice;

/**
 * What one record is to one rule, on its way from the detector to the processor that keeps the
 * state of its key. Immutable.
 *
 * @param kind what it is
 * @param rule the number of the rule in its program
 * @param steps which rules of a correlation the record matches, as bits
 * @param value the value that is counted or added up; empty if none is
 */
public record RuleHit(Kind kind, int rule, long steps, Slice value) {
  /** What a record can be to a rule. */
  public enum Kind {
    /** It matches a rule about single records. */
    DETECTED,
    /** It matches rules of a correlation, and belongs to the key. */
    CORRELATED,
    /** It matches rules of a correlation, but lacks a field that the key or the value needs. */
    WITHOUT_KEY,
    /** It has more keys than are looked at. */
    TOO_MANY_KEYS
  }

  public RuleHit {
    requireNonNull(kind, "kind");
    requireNonNull(value, "value");
  }

  static RuleHit of(Kind kind, int rule) {
    return new RuleHit(kind, rule, 0, Slice.empty());
  }
}
