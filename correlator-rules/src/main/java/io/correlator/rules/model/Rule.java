package io.correlator.rules.model;

import io.correlator.rules.problem.Position;

/** A rule as its author wrote it. Immutable. */
public sealed interface Rule permits DetectionRule, CorrelationRule {
  /** What the rule says about itself. */
  Metadata metadata();

  /** Where it stands. */
  Position position();
}
