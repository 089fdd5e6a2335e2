package io.correlator.rules.dsl;

import static java.util.Objects.requireNonNull;

import io.correlator.api.state.Condition;
import io.correlator.rules.detection.Predicate;
import io.correlator.rules.model.CorrelationOptions;
import io.correlator.rules.model.CorrelationRule;
import io.correlator.rules.model.Rule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A count of records that is being written: so many within a while. */
public final class CountDraft extends CorrelationDraft<CountDraft> {
  private @Nullable Term term;
  private @Nullable Condition condition;

  CountDraft(String id) {
    super("count", id);
  }

  @Override
  CountDraft self() {
    return this;
  }

  /** What is counted; needed. */
  public CountDraft of(Predicate condition) {
    term = Term.of(condition);
    return this;
  }

  /** Which other rule is counted, by id or name. */
  public CountDraft of(String rule) {
    term = Term.of(rule);
    return this;
  }

  /** Fires when there are so many, 1 to 65,535. */
  public CountDraft atLeast(int count) {
    return where(Condition.atLeast(number("atLeast", count, 1, MOST_COUNTED)));
  }

  /**
   * Fires when the count is so. Where that is not only a lower bound, it is decided at the end of a
   * window that begins with a record.
   */
  public CountDraft where(Condition newCondition) {
    condition = requireNonNull(newCondition, "condition");
    return this;
  }

  @Override
  public List<Rule> rules() {
    Term counted = needed(term, "of", "say what is counted");
    if (condition == null) {
      throw missing("atLeast", "say how many there must be");
    }
    Parts parts = new Parts();
    return parts.with(
        CorrelationRule.Type.EVENT_COUNT,
        List.of(parts.name(counted, "condition")),
        condition,
        CorrelationOptions.builder());
  }
}
