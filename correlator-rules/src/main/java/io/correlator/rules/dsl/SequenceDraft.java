package io.correlator.rules.dsl;

import static java.util.Objects.requireNonNull;

import io.correlator.api.state.Combination;
import io.correlator.api.state.Condition;
import io.correlator.api.state.SequenceSpec;
import io.correlator.rules.detection.Predicate;
import io.correlator.rules.model.CorrelationOptions;
import io.correlator.rules.model.CorrelationRule;
import io.correlator.rules.model.Rule;
import io.correlator.rules.problem.ProblemId;
import io.correlator.rules.sigma.RuleFormula;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Several things one after the other: a rule that is being written. */
public final class SequenceDraft extends CorrelationDraft<SequenceDraft> {
  private static final int MOST = 16;

  private final List<Term> steps = new ArrayList<>();
  private final List<Gap> unless = new ArrayList<>();
  private final List<Term> until = new ArrayList<>();
  private SequenceSpec.Ties ties = SequenceSpec.Ties.BY_ORDER;
  private @Nullable String formula;

  SequenceDraft(String id) {
    super("sequence", id);
  }

  /** What must not happen after the step of that number. */
  private record Gap(Term term, int after) {}

  @Override
  SequenceDraft self() {
    return this;
  }

  /** The next step. */
  public SequenceDraft step(Predicate condition) {
    steps.add(Term.of(condition));
    return this;
  }

  /** The next step, under a name by which a {@link #formula} calls it. */
  public SequenceDraft step(String name, Predicate condition) {
    steps.add(Term.of(name, condition));
    return this;
  }

  /** The next step is a match of this rule, by id or name. */
  public SequenceDraft step(String rule) {
    steps.add(Term.of(rule));
    return this;
  }

  /** What must not happen between the step before and the next one. */
  public SequenceDraft unless(Predicate condition) {
    return unless(Term.of(condition));
  }

  /** Which rule must not match between the step before and the next one. */
  public SequenceDraft unless(String rule) {
    return unless(Term.of(rule));
  }

  private SequenceDraft unless(Term term) {
    if (steps.isEmpty()) {
      throw misplaced("before the first step");
    }
    unless.add(new Gap(term, steps.size() - 1));
    return this;
  }

  private InvalidRuleException misplaced(String where) {
    return wrong(
        ProblemId.CORRELATION_SHAPE, "unless", "comes " + where, "put it between two steps");
  }

  /** What makes it forget all steps. */
  public SequenceDraft until(Predicate condition) {
    until.add(Term.of(condition));
    return this;
  }

  /** Which rule makes it forget all steps. */
  public SequenceDraft until(String rule) {
    until.add(Term.of(rule));
    return this;
  }

  /** Steps at the same time are not one after the other. */
  public SequenceDraft strict() {
    ties = SequenceSpec.Ties.STRICT;
    return this;
  }

  /**
   * Which steps must be seen and which must not, such as {@code a and (b or c)}; those that must
   * keep their order. A rule is called as it is named. With a {@code not}, the end of the window
   * decides, and there is no {@code unless}, {@code until} or {@code strict}.
   */
  public SequenceDraft formula(String newFormula) {
    formula = requireNonNull(newFormula, "formula");
    return this;
  }

  private List<Combination> combinations() {
    if (formula == null) {
      return List.of();
    }
    List<Combination> combinations = combinations(formula, steps, RuleFormula.MOST_FORMS);
    boolean more = !unless.isEmpty() || !until.isEmpty() || ties != SequenceSpec.Ties.BY_ORDER;
    if (more && combinations.stream().anyMatch(each -> each.none() != 0)) {
      throw wrong(
          ProblemId.CORRELATION_CONDITION,
          "formula",
          "has a not beside unless, until or strict",
          "the end of a window decides it: leave one of them out");
    }
    return combinations;
  }

  @Override
  public List<Rule> rules() {
    if (steps.size() < 2 || steps.size() > MOST) {
      throw wrong(
          ProblemId.CORRELATION_VALUE,
          "step",
          "was called %d times".formatted(steps.size()),
          "2 to 16 steps are possible; for one, begin with count");
    }
    if (unless.stream().anyMatch(gap -> gap.after() == steps.size() - 1)) {
      throw misplaced("after the last step");
    }
    Parts parts = new Parts();
    List<String> rules = parts.names(steps, "conditions");
    List<CorrelationOptions.Forbidden> forbidden = new ArrayList<>();
    for (Gap gap : unless) {
      forbidden.add(
          new CorrelationOptions.Forbidden(parts.name(gap.term(), "forbidden"), gap.after()));
    }
    CorrelationOptions.Builder options =
        CorrelationOptions.builder()
            .forbidden(forbidden)
            .until(parts.names(until, "until"))
            .ties(ties)
            .combinations(combinations());
    return parts.with(
        CorrelationRule.Type.TEMPORAL_ORDERED, rules, Condition.atLeast(steps.size()), options);
  }
}
