package io.correlator.rules;

import static java.util.Objects.requireNonNull;

import io.correlator.api.Slice;
import io.correlator.rules.detection.Matched;
import java.util.List;

/**
 * What one record is to one rule, on its way from the detector to the processor that keeps the
 * state of its key. Immutable.
 *
 * @param kind what it is
 * @param rule the number of the rule in its program
 * @param evidence what in the record makes a rule about single records hold; told here, because who
 *     has just found that out knows the record as the rule sees it
 * @param steps which rules of a correlation the record matches, as bits, in the order of {@link
 *     io.correlator.rules.model.CorrelationRule#references}
 * @param value the value that is counted or added up; empty if none is
 * @param parts what the record is to correlations that hang together, each with its key
 */
public record RuleHit(
    Kind kind, int rule, List<Matched> evidence, long steps, Slice value, List<Part> parts) {
  /** What a record can be to a rule. */
  public enum Kind {
    /** It matches a rule about single records. */
    DETECTED,
    /** It matches rules of a correlation, and belongs to the key. */
    CORRELATED,
    /** It matches rules of a correlation, but lacks a field that the key or the value needs. */
    WITHOUT_KEY,
    /** It has more keys than are looked at. */
    TOO_MANY_KEYS,
    /** It is something to correlations of which one names another. */
    CHAINED
  }

  /** A hit under the key of its own correlation. */
  public record Part(Slice key, RuleHit hit) {
    public Part {
      requireNonNull(key, "key");
      requireNonNull(hit, "hit");
    }
  }

  public RuleHit {
    requireNonNull(kind, "kind");
    requireNonNull(value, "value");
    evidence = List.copyOf(evidence);
    parts = List.copyOf(parts);
  }

  static RuleHit of(Kind kind, int rule) {
    return new RuleHit(kind, rule, List.of(), 0, Slice.empty(), List.of());
  }

  static RuleHit detected(int rule, List<Matched> evidence) {
    return new RuleHit(Kind.DETECTED, rule, evidence, 0, Slice.empty(), List.of());
  }

  static RuleHit correlated(int rule, long steps, Slice value) {
    return new RuleHit(Kind.CORRELATED, rule, List.of(), steps, value, List.of());
  }

  static RuleHit chained(List<Part> parts) {
    return new RuleHit(Kind.CHAINED, 0, List.of(), 0, Slice.empty(), parts);
  }
}
