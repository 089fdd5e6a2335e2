package io.correlator.rules.dsl;

import io.correlator.rules.detection.Predicate;
import io.correlator.rules.model.CorrelationRule;
import io.correlator.rules.model.Rule;
import io.correlator.rules.problem.ProblemId;
import java.util.Arrays;
import java.util.List;

/**
 * Rules in Java, to be imported statically. A rule begins with its kind and its id, says what it is
 * about, and becomes what rules in files are:
 *
 * <pre>{@code
 * count("brute-force")
 *     .of(field("raw").contains("Failed password"))
 *     .atLeast(5)
 *     .within(Duration.ofMinutes(1))
 *     .by("src_ip")
 *     .level(Level.CRITICAL)
 * }</pre>
 *
 * <p>Whatever makes no sense is refused with an {@link InvalidRuleException} that names the rule
 * and the method, and says what would be right. Drafts are for one thread; the rules that they give
 * are immutable.
 */
public final class RuleDsl {
  private RuleDsl() {}

  /** The rules that the drafts have become, in their order; each after its own conditions. */
  public static List<Rule> rules(RuleDraft<?>... drafts) {
    return Arrays.stream(drafts).flatMap(draft -> draft.rules().stream()).toList();
  }

  // Questions about one record.

  /**
   * A field of a record. {@code raw}, {@code source}, {@code sender} and {@code severity} are the
   * record's own parts, whatever its fields are called; {@code parsed.NAME} is a field or what the
   * {@linkplain io.correlator.rules.classify.Classifier classes} of the record say; any other name
   * is that of a field.
   */
  public static FieldTest field(String name) {
    return FieldTest.of(name);
  }

  /** Any field of a record, or its own text: for keywords. */
  public static AnywhereTest anywhere() {
    return new AnywhereTest(true);
  }

  /** Holds if all parts hold; at least one is needed. */
  public static Predicate all(Predicate... parts) {
    return new Predicate.All(some("all", parts));
  }

  /** Holds if some part holds; at least one is needed. */
  public static Predicate any(Predicate... parts) {
    return new Predicate.Any(some("any", parts));
  }

  private static List<Predicate> some(String method, Predicate... parts) {
    if (parts.length == 0) {
      throw new InvalidRuleException(
          ProblemId.SIGMA_EMPTY, method, "has no parts", "give at least one");
    }
    return List.of(parts);
  }

  /** Holds if the part does not; also where a field is missing. */
  public static Predicate not(Predicate part) {
    return new Predicate.Not(part);
  }

  /**
   * Holds if the part does. Explanations, and the evidence of alerts, tell it by the name.
   *
   * @param name not blank
   */
  public static Predicate selection(String name, Predicate part) {
    if (name.isBlank()) {
      throw new InvalidRuleException(
          ProblemId.SIGMA_EMPTY, "selection", "has no name", "say what it selects");
    }
    return new Predicate.Selection(name, part);
  }

  // Rules.

  /** A rule about single records. */
  public static PatternDraft pattern(String id) {
    return new PatternDraft(id);
  }

  /** So many records within a while. */
  public static CountDraft count(String id) {
    return new CountDraft(id);
  }

  /** So many different values of a field within a while. */
  public static ValueDraft distinct(String id) {
    return new ValueDraft("distinct", id, CorrelationRule.Type.VALUE_COUNT);
  }

  /** The sum of the values of a field within a while. */
  public static ValueDraft sum(String id) {
    return new ValueDraft("sum", id, CorrelationRule.Type.VALUE_SUM);
  }

  /** The mean of the values of a field within a while. */
  public static ValueDraft average(String id) {
    return new ValueDraft("average", id, CorrelationRule.Type.VALUE_AVG);
  }

  /**
   * A percentile of the values of a field within a while.
   *
   * @param percent 0 to 100; 50 is the median
   */
  public static ValueDraft percentile(String id, double percent) {
    return new ValueDraft(id, percent);
  }

  /** Several things within a while, in any order. */
  public static TogetherDraft together(String id) {
    return new TogetherDraft(id);
  }

  /** Several things within a while, one after the other. */
  public static SequenceDraft sequence(String id) {
    return new SequenceDraft(id);
  }

  /** Something that must be followed by something else in time, and is not. */
  public static AbsenceDraft absence(String id) {
    return new AbsenceDraft(id);
  }

  /** Something that keeps coming, and stops. */
  public static HeartbeatDraft heartbeat(String id) {
    return new HeartbeatDraft(id);
  }

  /** So many records within a while, until there are fewer again. */
  public static AlarmDraft alarm(String id) {
    return new AlarmDraft(id);
  }
}
