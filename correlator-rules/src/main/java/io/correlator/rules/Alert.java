package io.correlator.rules;

import static java.util.Objects.requireNonNull;

import io.correlator.api.Event;
import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.Severity;
import io.correlator.rules.detection.Matched;
import io.correlator.rules.model.Level;
import io.correlator.rules.model.Metadata;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a rule has found, and why. Immutable; may be used by any thread.
 *
 * <p>As an event, it is of type {@code Alert}, its summary is the title of the rule and the key,
 * and its severity comes from the rule's level: {@code informational} gives {@code info}, {@code
 * low} gives {@code notice}, {@code medium} gives {@code warning}, {@code high} gives {@code
 * error}, {@code critical} gives {@code critical}; without a level it is a {@code warning}.
 *
 * @param id what it is called, the same in each run; the {@code AlertClosed} of this alert names
 *     it. The engine gives the event an id of its own
 * @param rule what the rule says about itself
 * @param timestamp when the rule came to hold: the time of the completing record, or the end of the
 *     window where only that decides
 * @param firstSeen the time of the first record behind it
 * @param lastSeen the time of the last record behind it
 * @param key the values that the records have in common, by field; empty if the rule does not group
 * @param observed the count, the number of rules, or the aggregate; of a count, read "at least"
 * @param condition what {@code observed} had to be, such as {@code gte 5}; empty for a rule about
 *     single records
 * @param reasons what in the records made the rule hold, oldest record first
 * @param evidence the records, oldest first; the completing one is the last
 * @param absent what was expected and did not come, for rules about that
 * @param children the alerts that this one is made of, told or not, if the rule names correlations
 * @param flags what a reader should know
 */
public record Alert(
    String id,
    Metadata rule,
    Instant timestamp,
    Instant firstSeen,
    Instant lastSeen,
    Fields key,
    double observed,
    List<String> condition,
    List<Reason> reasons,
    List<LogRecord> evidence,
    List<Absent> absent,
    List<Child> children,
    Set<Flag> flags)
    implements Event {

  /** Something that a reader of an alert should know. */
  public enum Flag {
    /** A record came too late to be counted in any window. */
    LATE,
    /** There may have been more than is told here: something was pushed out, or came too late. */
    DEGRADED,
    /** The number is an estimate. */
    APPROXIMATE,
    /** The time of a record could not be true, and another was believed. */
    CLOCK_SKEW,
    /** The rule has asked for less until a while ago, so there may have been more. */
    WARMING,
    /** The input had ended before: what was missing might have come. */
    AT_END,
    /** A record says a time that clocks skipped, or showed twice, or a leap second. */
    TIME_APPROXIMATE;

    /** As it is written: {@code clock-skew}. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * A value of a record that passed a test of a rule.
   *
   * @param record which of the records of the evidence, from 0
   * @param rule the rule about single records: that of the alert, or one that a correlation names
   * @param matched the selection, field, value and pattern
   */
  public record Reason(int record, String rule, Matched matched) {
    public Reason {
      requireNonNull(rule, "rule");
      requireNonNull(matched, "matched");
    }
  }

  /**
   * Something that did not come.
   *
   * @param rule the rule that did not match
   * @param deadline until when it should have
   */
  public record Absent(String rule, Instant deadline) {
    public Absent {
      requireNonNull(rule, "rule");
      requireNonNull(deadline, "deadline");
    }
  }

  /**
   * An alert that another is made of.
   *
   * @param rule the rule that found it
   * @param id its id
   * @param key the values that its records have in common
   * @param firstSeen the time of the first record behind it
   * @param lastSeen the time of the last record behind it
   * @param observed its count, number of rules, or aggregate
   */
  public record Child(
      String rule, String id, Fields key, Instant firstSeen, Instant lastSeen, double observed) {
    public Child {
      requireNonNull(rule, "rule");
      requireNonNull(id, "id");
      requireNonNull(key, "key");
      requireNonNull(firstSeen, "firstSeen");
      requireNonNull(lastSeen, "lastSeen");
    }
  }

  public Alert {
    requireNonNull(id, "id");
    requireNonNull(rule, "rule");
    requireNonNull(timestamp, "timestamp");
    requireNonNull(firstSeen, "firstSeen");
    requireNonNull(lastSeen, "lastSeen");
    requireNonNull(key, "key");
    condition = List.copyOf(condition);
    reasons = List.copyOf(reasons);
    evidence = List.copyOf(evidence);
    absent = List.copyOf(absent);
    children = List.copyOf(children);
    flags = Set.copyOf(flags);
  }

  /** The severity of what a rule of this level finds. */
  public static Severity severityOf(Optional<Level> level) {
    return switch (level.orElse(Level.MEDIUM)) {
      case INFORMATIONAL -> Severity.INFO;
      case LOW -> Severity.NOTICE;
      case MEDIUM -> Severity.WARNING;
      case HIGH -> Severity.ERROR;
      case CRITICAL -> Severity.CRITICAL;
    };
  }

  @Override
  public Severity severity() {
    return severityOf(rule.level());
  }

  @Override
  public String summary() {
    return summary(rule, key);
  }

  static String summary(Metadata rule, Fields key) {
    StringBuilder text = new StringBuilder(rule.title());
    String[] separator = {": "};
    key.forEach(
        (name, value) -> {
          text.append(separator[0]).append(name).append('=').append(value);
          separator[0] = ", ";
        });
    return text.toString();
  }

  @Override
  public Fields fields() {
    Fields.Builder fields =
        Fields.builder().put("alert", id).put("rule", describe(rule)).put("key", key);
    if (!condition.isEmpty()) {
      fields.put("observed", observed).put("condition", condition);
    }
    if (!absent.isEmpty()) {
      fields.put("absent", absent.stream().map(Alert::describe).toList());
    }
    if (!children.isEmpty()) {
      fields.put("children", children.stream().map(Alert::describe).toList());
    }
    return fields
        .put("first_seen", firstSeen)
        .put("last_seen", lastSeen)
        .put("matched", reasons.stream().map(Alert::describe).toList())
        .put("flags", flags.stream().sorted().map(Flag::toString).toList())
        .build();
  }

  /** The rule, the key and the flags. */
  @Override
  public List<String> mainFields() {
    return List.of("rule", "key", "flags");
  }

  static Fields describe(Metadata rule) {
    Fields.Builder fields = Fields.builder().put("id", rule.key()).put("title", rule.title());
    rule.level().ifPresent(level -> fields.put("level", level.toString()));
    return fields.put("tags", rule.tags()).build();
  }

  private static Fields describe(Absent absent) {
    return Fields.builder().put("rule", absent.rule()).put("deadline", absent.deadline()).build();
  }

  private static Fields describe(Child child) {
    return Fields.builder()
        .put("rule", child.rule())
        .put("alert", child.id())
        .put("key", child.key())
        .put("observed", child.observed())
        .put("first_seen", child.firstSeen())
        .put("last_seen", child.lastSeen())
        .build();
  }

  private static Fields describe(Reason reason) {
    Matched matched = reason.matched();
    return Fields.builder()
        .put("record", reason.record())
        .put("rule", reason.rule())
        .put("selection", matched.selection())
        .put("field", matched.field())
        .put("value", matched.value())
        .put("pattern", matched.pattern())
        .build();
  }
}
