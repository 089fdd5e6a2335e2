package io.correlator.rules.dsl;

import io.correlator.api.state.Condition;
import io.correlator.rules.detection.Predicate;
import io.correlator.rules.model.CorrelationOptions;
import io.correlator.rules.model.CorrelationRule;
import io.correlator.rules.model.Rule;
import io.correlator.rules.problem.ProblemId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that keeps coming, and stops: a rule that is being written. Each key is watched once it
 * was seen, or those that are listed from the first record on.
 */
public final class HeartbeatDraft extends CorrelationDraft<HeartbeatDraft> {
  private final List<List<String>> listed = new ArrayList<>();
  private @Nullable Term term;

  HeartbeatDraft(String id) {
    super("heartbeat", id);
  }

  @Override
  HeartbeatDraft self() {
    return this;
  }

  /** What is watched; needed. */
  public HeartbeatDraft of(Predicate condition) {
    term = Term.of(condition);
    return this;
  }

  /** Which other rule is watched, by id or name. */
  public HeartbeatDraft of(String rule) {
    term = Term.of(rule);
    return this;
  }

  /** A key that is watched though it may never be seen: a value for each field of the key. */
  public HeartbeatDraft expect(String... key) {
    listed.add(List.of(key));
    return this;
  }

  @Override
  public List<Rule> rules() {
    Term beat = needed(term, "of", "say what keeps coming");
    if (listed.stream().anyMatch(key -> key.size() != keys())) {
      throw wrong(
          ProblemId.CORRELATION_SHAPE,
          "expect",
          "has another number of values than by() has fields",
          "give one for each of " + keys());
    }
    Parts parts = new Parts();
    return parts.with(
        CorrelationRule.Type.HEARTBEAT,
        List.of(parts.name(beat, "condition")),
        Condition.lessThan(1),
        CorrelationOptions.builder().listed(listed));
  }
}
