package io.correlator.rules.model;

import static java.util.Objects.requireNonNull;

import io.correlator.api.state.AbsenceSpec.Pending;
import io.correlator.api.state.Combination;
import io.correlator.api.state.OperatorOptions;
import io.correlator.api.state.Rearm;
import io.correlator.api.state.SequenceSpec.Ties;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What can be said about a correlation beyond how many of what in which time: what must not happen,
 * what is expected, and when it tells again. Start with {@link #builder}. Immutable.
 *
 * @param operator when it fires again, and for how many keys there is room
 * @param combinations for types whose rules are told apart: which of the rules, by their place in
 *     the list, must match together and which must not; none if a number of them is enough
 * @param forbidden rules that must not match: in a sequence between two steps, otherwise at all
 * @param until rules that end a sequence: all its steps are forgotten
 * @param ties whether the steps of a sequence may happen at the same time
 * @param lookback how long before the window of a correlation without order what must not match
 *     must not have matched
 * @param expected for an absence, the rules of which one must match in time
 * @param pending what an absence does when what it begins with comes again
 * @param listed for a heartbeat, the keys that are watched, each with a value for each field of the
 *     key; none if whatever was seen is watched
 * @param clear when an alarm is cleared
 * @param minCount of a sum, mean or percentile: how many values there must be, 1 to 10,000
 */
public record CorrelationOptions(
    OperatorOptions operator,
    List<Combination> combinations,
    List<Forbidden> forbidden,
    List<String> until,
    Ties ties,
    Duration lookback,
    List<String> expected,
    Pending pending,
    List<List<String>> listed,
    Optional<Clear> clear,
    int minCount) {
  private static final CorrelationOptions DEFAULTS =
      new CorrelationOptions(
          OperatorOptions.defaults(),
          List.of(),
          List.of(),
          List.of(),
          Ties.BY_ORDER,
          Duration.ZERO,
          List.of(),
          Pending.FIRST,
          List.of(),
          Optional.empty(),
          1);

  /**
   * A rule that must not match.
   *
   * @param rule its id or name
   * @param after in a sequence, the step, from 0, between which and the next it must not match
   */
  public record Forbidden(String rule, int after) {
    public Forbidden {
      requireNonNull(rule, "rule");
    }
  }

  /** An alarm is cleared when no more than so many events are in a window of that length. */
  public record Clear(int count, Duration window) {
    public Clear {
      requireNonNull(window, "window");
    }
  }

  public CorrelationOptions {
    requireNonNull(operator, "operator");
    combinations = List.copyOf(combinations);
    forbidden = List.copyOf(forbidden);
    until = List.copyOf(until);
    requireNonNull(ties, "ties");
    requireNonNull(lookback, "lookback");
    expected = List.copyOf(expected);
    requireNonNull(pending, "pending");
    listed = listed.stream().map(List::copyOf).toList();
    requireNonNull(clear, "clear");
  }

  /** What these options say about telling again that a type does not heed, if they say such. */
  public Optional<String> withoutMeaning(CorrelationRule.Type type) {
    Rearm rearm = operator.rearm();
    boolean lasts = type == CorrelationRule.Type.ALARM || type == CorrelationRule.Type.HEARTBEAT;
    boolean extending = rearm.policy() == Rearm.Policy.EXTEND;
    boolean opens = extending || rearm.policy() == Rearm.Policy.ONCE;
    if (lasts && (rearm.policy() != Rearm.Policy.ONCE || rearm.suppress().isPresent())) {
      return Optional.of(
          "it tells once until what raised it has passed: leave rearm and suppress out");
    }
    if (!opens && rearm.suppress().isPresent()) {
      return Optional.of("nothing is suppressed with reset and every: leave suppress out");
    }
    if (!lasts && !extending && !rearm.maxOpen().equals(Rearm.DEFAULT_MAX_OPEN)) {
      return Optional.of("only with extend an alert may stay open for longer: leave max-open out");
    }
    return Optional.empty();
  }

  /** It tells once, and there is nothing else to say. */
  public static CorrelationOptions defaults() {
    return DEFAULTS;
  }

  /** Begins with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects options; what is not set is as in {@link #defaults}. For one thread. */
  public static final class Builder {
    private OperatorOptions operator = DEFAULTS.operator;
    private List<Combination> combinations = List.of();
    private List<Forbidden> forbidden = List.of();
    private List<String> until = List.of();
    private Ties ties = DEFAULTS.ties;
    private Duration lookback = DEFAULTS.lookback;
    private List<String> expected = List.of();
    private Pending pending = DEFAULTS.pending;
    private List<List<String>> listed = List.of();
    private Optional<Clear> clear = Optional.empty();
    private int minCount = DEFAULTS.minCount;

    private Builder() {}

    /** When it fires again, and for how many keys there is room. */
    public Builder operator(OperatorOptions operator) {
      this.operator = requireNonNull(operator, "operator");
      return this;
    }

    /** When it fires again. */
    public Builder rearm(Rearm rearm) {
      return operator(operator.rearm(rearm));
    }

    /** Which rules must match together, and which must not. */
    public Builder combinations(List<Combination> combinations) {
      this.combinations = List.copyOf(combinations);
      return this;
    }

    /** Rules that must not match. */
    public Builder forbidden(List<Forbidden> forbidden) {
      this.forbidden = List.copyOf(forbidden);
      return this;
    }

    /** Rules that end a sequence. */
    public Builder until(List<String> until) {
      this.until = List.copyOf(until);
      return this;
    }

    /** Whether steps may happen at the same time. */
    public Builder ties(Ties ties) {
      this.ties = requireNonNull(ties, "ties");
      return this;
    }

    /** How long before the window to look for what must not match. */
    public Builder lookback(Duration lookback) {
      this.lookback = requireNonNull(lookback, "lookback");
      return this;
    }

    /** The rules of which one must match in time. */
    public Builder expected(List<String> expected) {
      this.expected = List.copyOf(expected);
      return this;
    }

    /** What an absence does when what it begins with comes again. */
    public Builder pending(Pending pending) {
      this.pending = requireNonNull(pending, "pending");
      return this;
    }

    /** The keys that are watched. */
    public Builder listed(List<List<String>> listed) {
      this.listed = List.copyOf(listed);
      return this;
    }

    /** When an alarm is cleared. */
    public Builder clear(int count, Duration window) {
      this.clear = Optional.of(new Clear(count, window));
      return this;
    }

    /** How many values there must be, for a sum, mean or percentile. */
    public Builder minCount(int minCount) {
      this.minCount = minCount;
      return this;
    }

    /** What was collected. */
    public CorrelationOptions build() {
      return new CorrelationOptions(
          operator,
          combinations,
          forbidden,
          until,
          ties,
          lookback,
          expected,
          pending,
          listed,
          clear,
          minCount);
    }
  }
}
