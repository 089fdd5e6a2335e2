package io.correlator.rules.model;

import static java.util.Objects.requireNonNull;

import io.correlator.api.state.Quota;
import io.correlator.rules.detection.Predicate;
import io.correlator.rules.problem.Position;
import java.util.List;
import java.util.Optional;

/**
 * A rule about single records: those of a log source for which one of the conditions holds.
 *
 * @param conditions at least one
 * @param quota how many of its alerts are told in which time; if absent, all
 */
public record DetectionRule(
    Metadata metadata,
    LogSource logSource,
    List<Predicate> conditions,
    Optional<Quota> quota,
    Position position)
    implements Rule {
  public DetectionRule {
    requireNonNull(metadata, "metadata");
    requireNonNull(logSource, "logSource");
    requireNonNull(quota, "quota");
    requireNonNull(position, "position");
    conditions = List.copyOf(conditions);
    if (conditions.isEmpty()) {
      throw new IllegalArgumentException("conditions: there must be at least one");
    }
  }

  /** All conditions as one. */
  public Predicate predicate() {
    return conditions.size() == 1 ? conditions.get(0) : new Predicate.Any(conditions);
  }

  /** The same rule with other conditions. */
  public DetectionRule withConditions(List<Predicate> others) {
    return new DetectionRule(metadata, logSource, others, quota, position);
  }
}
