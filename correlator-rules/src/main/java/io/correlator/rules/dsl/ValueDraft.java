package io.correlator.rules.dsl;

import static java.util.Objects.requireNonNull;

import io.correlator.api.state.AggregateSpec;
import io.correlator.api.state.Condition;
import io.correlator.rules.detection.Predicate;
import io.correlator.rules.model.CorrelationOptions;
import io.correlator.rules.model.CorrelationRule;
import io.correlator.rules.model.Rule;
import io.correlator.rules.problem.ProblemId;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule about the values of a field that is being written: how many different ones there are,
 * their sum, mean or percentile.
 */
public final class ValueDraft extends CorrelationDraft<ValueDraft> {
  private final CorrelationRule.Type type;
  private final double percent;
  private @Nullable Term term;
  private @Nullable Condition condition;
  private List<String> fields = List.of();
  private int minCount = 1;

  ValueDraft(String kind, String id, CorrelationRule.Type type) {
    super(kind, id);
    this.type = type;
    this.percent = 0;
  }

  ValueDraft(String id, double percent) {
    super("percentile", id);
    this.type = CorrelationRule.Type.VALUE_PERCENTILE;
    this.percent = percent;
    if (!(percent >= 0 && percent <= 100)) {
      throw wrong(ProblemId.CORRELATION_VALUE, "percent", "is " + percent, "0 to 100 are possible");
    }
  }

  @Override
  ValueDraft self() {
    return this;
  }

  /** What is looked at; needed. */
  public ValueDraft of(Predicate condition) {
    term = Term.of(condition);
    return this;
  }

  /** Which other rule is looked at, by id or name. */
  public ValueDraft of(String rule) {
    term = Term.of(rule);
    return this;
  }

  /** Whose values; several fields only for different values, which are then combinations. */
  public ValueDraft values(String... newFields) {
    fields = Arrays.stream(newFields).map(FieldTest::inside).distinct().toList();
    return this;
  }

  /** How many values there must be at least, for a sum, mean or percentile; 1 to 10,000. */
  public ValueDraft minCount(int count) {
    minCount = number("minCount", count, 1, AggregateSpec.DEFAULT_MAX_VALUES);
    return this;
  }

  /** Fires when it is this or more. */
  public ValueDraft atLeast(double value) {
    if (type == CorrelationRule.Type.VALUE_COUNT) {
      number("atLeast", (int) Math.max(Math.min(value, Integer.MAX_VALUE), 0), 1, MOST_COUNTED);
    } else if (!Double.isFinite(value)) {
      throw wrong(ProblemId.CORRELATION_VALUE, "atLeast", "is " + value, "give a finite number");
    }
    return where(Condition.atLeast(value));
  }

  /** Fires when it is so. */
  public ValueDraft where(Condition newCondition) {
    condition = requireNonNull(newCondition, "condition");
    return this;
  }

  @Override
  public List<Rule> rules() {
    Term counted = needed(term, "of", "say which records are looked at");
    if (condition == null) {
      throw missing("atLeast", "say what the number must be");
    }
    boolean one = type != CorrelationRule.Type.VALUE_COUNT;
    if (fields.isEmpty() || (one && fields.size() > 1)) {
      throw wrong(
          ProblemId.CORRELATION_SHAPE,
          "values",
          "has " + fields.size() + " fields",
          one ? "name one field" : "name at least one field");
    }
    if (!one && minCount > 1) {
      throw wrong(
          ProblemId.CORRELATION_VALUE,
          "minCount",
          "is " + minCount,
          "ask for as many different values by atLeast");
    }
    Parts parts = new Parts();
    return parts.with(
        type,
        List.of(parts.name(counted, "condition")),
        condition,
        fields,
        percent,
        CorrelationOptions.builder().minCount(minCount));
  }
}
