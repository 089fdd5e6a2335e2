package io.correlator.rules.dsl;

import static java.util.Objects.requireNonNull;

import io.correlator.api.state.AbsenceSpec.Pending;
import io.correlator.api.state.Condition;
import io.correlator.rules.detection.Predicate;
import io.correlator.rules.model.CorrelationOptions;
import io.correlator.rules.model.CorrelationRule;
import io.correlator.rules.model.Rule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that must be followed by something else in time, and is not: a rule that is being
 * written.
 */
public final class AbsenceDraft extends CorrelationDraft<AbsenceDraft> {
  private final List<Term> expected = new ArrayList<>();
  private @Nullable Term first;
  private Pending pending = Pending.FIRST;

  AbsenceDraft(String id) {
    super("absence", id);
  }

  @Override
  AbsenceDraft self() {
    return this;
  }

  /** What must be followed by something; needed. */
  public AbsenceDraft after(Predicate condition) {
    first = Term.of(condition);
    return this;
  }

  /** Which rule's matches must be followed by something. */
  public AbsenceDraft after(String rule) {
    first = Term.of(rule);
    return this;
  }

  /** What must come in time; any of them, if called more than once. */
  public AbsenceDraft expect(Predicate condition) {
    expected.add(Term.of(condition));
    return this;
  }

  /** Which rule must match in time; any of them, if called more than once. */
  public AbsenceDraft expect(String rule) {
    expected.add(Term.of(rule));
    return this;
  }

  /** What happens if it begins once more while it waits; by default, nothing. */
  public AbsenceDraft pending(Pending newPending) {
    pending = requireNonNull(newPending, "pending");
    return this;
  }

  @Override
  public List<Rule> rules() {
    Term begins = needed(first, "after", "say what must be followed by something");
    if (expected.isEmpty()) {
      throw missing("expect", "say what must come in time");
    }
    Parts parts = new Parts();
    List<String> rules = List.of(parts.name(begins, "condition"));
    CorrelationOptions.Builder options =
        CorrelationOptions.builder().expected(parts.names(expected, "expected")).pending(pending);
    return parts.with(CorrelationRule.Type.ABSENCE, rules, Condition.lessThan(1), options);
  }
}
