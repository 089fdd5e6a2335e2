package io.correlator.rules.dsl;

import io.correlator.api.state.AggregateSpec;
import io.correlator.api.state.Condition;
import io.correlator.rules.detection.Predicate;
import io.correlator.rules.model.CorrelationOptions;
import io.correlator.rules.model.CorrelationRule;
import io.correlator.rules.model.Rule;
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
      throw wrong("percent", "is " + percent, "0 to 100 are possible");
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
    fields = Arrays.stream(newFields).map(FieldTest::inside).toList();
    return this;
  }

  /** How many values there must be at least, for a sum, mean or percentile; 1 to 10,000. */
  public ValueDraft minCount(int count) {
    minCount = number("minCount", count, 1, AggregateSpec.DEFAULT_MAX_VALUES);
    return this;
  }

  /** Fires when it is this or more. */
  public ValueDraft atLeast(double value) {
    return where(Condition.atLeast(value));
  }

  /** Fires when it is so. */
  public ValueDraft where(Condition newCondition) {
    condition = newCondition;
    return this;
  }

  @Override
  public List<Rule> rules() {
    Term counted = needed(term, "of", "say which records are looked at");
    if (condition == null) {
      throw wrong("atLeast", "is missing", "say what the number must be");
    }
    boolean one = type != CorrelationRule.Type.VALUE_COUNT;
    if (fields.isEmpty() || (one && fields.size() > 1)) {
      throw wrong(
          "values",
          "has " + fields.size() + " fields",
          one ? "name one field" : "name at least one field");
    }
    if (!one && minCount > 1) {
      throw wrong("minCount", "is " + minCount, "ask for as many different values by atLeast");
    }
    if (!one && condition.reach() > MOST_COUNTED) {
      throw wrong("where", "needs more than 65,535 values", "ask for fewer");
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
