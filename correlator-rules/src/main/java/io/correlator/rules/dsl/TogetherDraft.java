package io.correlator.rules.dsl;

import static java.util.Objects.requireNonNull;

import io.correlator.api.state.CoincidenceSpec;
import io.correlator.api.state.Combination;
import io.correlator.api.state.Condition;
import io.correlator.rules.detection.Predicate;
import io.correlator.rules.model.CorrelationOptions;
import io.correlator.rules.model.CorrelationRule;
import io.correlator.rules.model.Rule;
import io.correlator.rules.problem.ProblemId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Several things within a while, in any order: a rule that is being written. */
public final class TogetherDraft extends CorrelationDraft<TogetherDraft> {
  private static final int MOST = 64;

  private final List<Term> terms = new ArrayList<>();
  private final List<Term> unless = new ArrayList<>();
  private Duration lookback = Duration.ZERO;
  private @Nullable Condition condition;
  private @Nullable String formula;

  TogetherDraft(String id) {
    super("together", id);
  }

  @Override
  TogetherDraft self() {
    return this;
  }

  /** One more thing that must happen. */
  public TogetherDraft of(Predicate condition) {
    terms.add(Term.of(condition));
    return this;
  }

  /** One more thing, under a name by which a {@link #formula} calls it. */
  public TogetherDraft of(String name, Predicate condition) {
    terms.add(Term.of(name, condition));
    return this;
  }

  /** One more rule that must match, by id or name. */
  public TogetherDraft of(String rule) {
    terms.add(Term.of(rule));
    return this;
  }

  /** Something that must not happen in the window; it is then decided at its end. */
  public TogetherDraft unless(Predicate condition) {
    unless.add(Term.of(condition));
    return this;
  }

  /** A rule that must not match in the window; it is then decided at its end. */
  public TogetherDraft unless(String rule) {
    unless.add(Term.of(rule));
    return this;
  }

  /** How long before the window what must not happen must not have happened either. */
  public TogetherDraft lookback(Duration duration) {
    lookback = span("lookback", duration);
    return this;
  }

  /** How many of them are enough; all, unless told otherwise. */
  public TogetherDraft atLeast(int count) {
    return where(Condition.atLeast(number("atLeast", count, 1, MOST)));
  }

  /**
   * How many of them there must be. Where that is not only a lower bound, it is decided at the end
   * of a window that the first one opens.
   */
  public TogetherDraft where(Condition newCondition) {
    condition = requireNonNull(newCondition, "condition");
    return this;
  }

  /**
   * Which of them must be seen together and which must not, such as {@code a and (b or c) and not
   * d}. A rule is called as it is named. With a {@code not}, the end of the window decides.
   */
  public TogetherDraft formula(String newFormula) {
    formula = requireNonNull(newFormula, "formula");
    return this;
  }

  @Override
  public List<Rule> rules() {
    int all = terms.size();
    if (all == 0 || all + unless.size() > MOST) {
      throw wrong(
          ProblemId.CORRELATION_VALUE,
          "of",
          "was called %d times".formatted(all),
          "1 to 64 things are possible");
    }
    if (condition != null && condition.isMonotone() && condition.reach() > all) {
      throw wrong(
          ProblemId.CORRELATION_VALUE,
          "atLeast",
          "is " + (long) condition.reach(),
          "there are only " + all + " things");
    }
    List<Combination> combinations = List.of();
    if (formula != null) {
      if (condition != null || !unless.isEmpty()) {
        throw wrong(
            ProblemId.CORRELATION_CONDITION,
            "formula",
            "stands beside atLeast, where or unless",
            "say it in the formula");
      }
      combinations = combinations(formula, terms, CoincidenceSpec.MOST_COMBINATIONS);
    }
    boolean negates = combinations.stream().anyMatch(each -> each.none() != 0);
    if (unless.isEmpty() && !negates && !lookback.isZero()) {
      throw wrong(ProblemId.CORRELATION_CONDITION, "lookback", "is of no use", "say unless what");
    }
    Parts parts = new Parts();
    List<String> rules = parts.names(terms, "conditions");
    CorrelationOptions.Builder options =
        CorrelationOptions.builder()
            .lookback(lookback)
            .combinations(combinations)
            .forbidden(
                parts.names(unless, "unless").stream()
                    .map(rule -> new CorrelationOptions.Forbidden(rule, 0))
                    .toList());
    return parts.with(
        CorrelationRule.Type.TEMPORAL,
        rules,
        condition == null ? Condition.atLeast(all) : condition,
        options);
  }
}
