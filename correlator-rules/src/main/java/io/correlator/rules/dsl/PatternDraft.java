package io.correlator.rules.dsl;

import static java.util.Objects.requireNonNull;

import io.correlator.api.state.Quota;
import io.correlator.rules.detection.Predicate;
import io.correlator.rules.model.DetectionRule;
import io.correlator.rules.model.Rule;
import io.correlator.rules.problem.ProblemId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A rule about single records that is being written: each record that fits gives an alert. */
public final class PatternDraft extends RuleDraft<PatternDraft> {
  private @Nullable Predicate condition;
  private Optional<Quota> quota = Optional.empty();

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

  /**
   * So many alerts are told in that time at most, 1 to 65,535 in 1 ms or longer; the others are
   * counted. Without it, all are told.
   */
  public PatternDraft quota(int alerts, Duration window) {
    try {
      quota = Optional.of(new Quota(alerts, window));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw wrong(
          ProblemId.CORRELATION_VALUE,
          "quota",
          "is %d in %s".formatted(alerts, window),
          "1 to 65,535 in 1 ms or longer are possible");
    }
    return this;
  }

  @Override
  public List<Rule> rules() {
    if (condition == null) {
      throw wrong(
          ProblemId.SIGMA_MISSING_KEY, "when", "is missing", "say what a record must be like");
    }
    return List.of(
        new DetectionRule(
            metadata(),
            logSource(),
            List.of(new Predicate.Selection("pattern", condition)),
            quota,
            POSITION));
  }
}
