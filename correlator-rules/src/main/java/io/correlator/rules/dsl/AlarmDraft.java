package io.correlator.rules.dsl;

import io.correlator.api.state.Condition;
import io.correlator.rules.detection.Predicate;
import io.correlator.rules.model.CorrelationOptions;
import io.correlator.rules.model.CorrelationRule;
import io.correlator.rules.model.Rule;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * So many records within a while, until there are fewer again: a rule that is being written. The
 * alert stays open until it is cleared.
 */
public final class AlarmDraft extends CorrelationDraft<AlarmDraft> {
  private @Nullable Term term;
  private int raisedAt;
  private int clearedAt;
  private @Nullable Duration clearedWithin;

  AlarmDraft(String id) {
    super("alarm", id);
  }

  @Override
  AlarmDraft self() {
    return this;
  }

  /** What is counted; needed. */
  public AlarmDraft of(Predicate condition) {
    term = Term.of(condition);
    return this;
  }

  /** Which other rule is counted, by id or name. */
  public AlarmDraft of(String rule) {
    term = Term.of(rule);
    return this;
  }

  /** It is raised when there are so many in the window, 1 to 65,535. */
  public AlarmDraft atLeast(int count) {
    raisedAt = number("atLeast", count, 1, MOST_COUNTED);
    return this;
  }

  /** It is cleared when there are no more than so many in a window of that length. */
  public AlarmDraft clearedAt(int count, Duration window) {
    clearedAt = number("clearedAt", count, 0, MOST_COUNTED);
    clearedWithin = span("clearedAt", window);
    return this;
  }

  @Override
  public List<Rule> rules() {
    Term counted = needed(term, "of", "say what is counted");
    if (raisedAt == 0) {
      throw missing("atLeast", "say when it is raised");
    }
    if (clearedWithin == null) {
      throw missing("clearedAt", "say when it is cleared");
    }
    number("clearedAt", clearedAt, 0, raisedAt - 1);
    Parts parts = new Parts();
    return parts.with(
        CorrelationRule.Type.ALARM,
        List.of(parts.name(counted, "condition")),
        Condition.atLeast(raisedAt),
        CorrelationOptions.builder().clear(clearedAt, clearedWithin));
  }
}
