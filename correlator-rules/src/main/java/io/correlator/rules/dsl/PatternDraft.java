package io.correlator.rules.dsl;

import static java.util.Objects.requireNonNull;

import io.correlator.rules.detection.Predicate;
import io.correlator.rules.model.DetectionRule;
import io.correlator.rules.model.Rule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A rule about single records that is being written: each record that fits gives an alert. */
public final class PatternDraft extends RuleDraft<PatternDraft> {
  private @Nullable Predicate condition;

  PatternDraft(String id) {
    super("pattern", id);
  }

  @Override
  PatternDraft self() {
    return this;
  }

  /** What a record must be like; needed. */
  public PatternDraft when(Predicate newCondition) {
    condition = requireNonNull(newCondition, "condition");
    return this;
  }

  @Override
  public List<Rule> rules() {
    if (condition == null) {
      throw wrong("when", "is missing", "say what a record must be like");
    }
    return List.of(
        new DetectionRule(
            metadata(),
            logSource(),
            List.of(new Predicate.Selection("pattern", condition)),
            POSITION));
  }
}
