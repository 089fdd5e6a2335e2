package io.correlator.rules.dsl;

import io.correlator.rules.detection.Evaluator;
import io.correlator.rules.detection.Glob;
import io.correlator.rules.detection.Predicate;
import io.correlator.rules.detection.Test;
import io.correlator.rules.problem.ProblemId;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Values about whose texts something is asked. Each question holds if some value passes. Upper and
 * lower case are told apart unless {@link #ignoringCase} was called. Immutable.
 *
 * @param <T> the kind of test
 */
public abstract sealed class TextTest<T extends TextTest<T>> permits FieldTest, AnywhereTest {
  private final String shown;
  private final boolean cased;

  TextTest(String shown, boolean cased) {
    this.shown = shown;
    this.cased = cased;
  }

  /** The same without telling upper and lower case apart. */
  public abstract T ignoringCase();

  /** Holds if some of the values passes. */
  abstract Predicate holds(Test test);

  final boolean cased() {
    return cased;
  }

  /** Whether the value is this text, or this number written so. */
  public final Predicate equalTo(String value) {
    return text(Glob.exactly(value));
  }

  /** Whether the value is one of these texts; at least one. */
  public final Predicate anyOf(String... values) {
    return anyOf(Arrays.asList(values));
  }

  /** Whether the value is one of these texts; at least one. */
  public final Predicate anyOf(List<String> values) {
    if (values.isEmpty()) {
      throw wrong(ProblemId.SIGMA_EMPTY, "anyOf", "has no values", "give at least one");
    }
    return new Predicate.Any(values.stream().map(this::equalTo).toList());
  }

  /** Whether the value contains this text. */
  public final Predicate contains(String text) {
    return text(literal("contains", text).contained());
  }

  /** Whether the value starts with this text. */
  public final Predicate startsWith(String text) {
    return text(literal("startsWith", text).endsAnywhere());
  }

  /** Whether the value ends with this text. */
  public final Predicate endsWith(String text) {
    return text(literal("endsWith", text).startsAnywhere());
  }

  /** Whether the value as a whole looks so: {@code *} is any text, {@code ?} any character. */
  public final Predicate like(String glob) {
    return text(Glob.parse(glob));
  }

  /**
   * Whether a regular expression is found somewhere in the value, in the syntax of RE2: it takes
   * linear time, and so has no look-around and no back-references. With {@code (?s)} at its
   * beginning a dot is also the end of a line, with {@code (?m)} each line has its own {@code ^}
   * and {@code $}.
   */
  public final Predicate matches(String regex) {
    return checked(
        ProblemId.SIGMA_REGEX,
        "matches",
        new Test.Regex(regex, cased ? Set.of() : Set.of(Test.RegexFlag.IGNORE_CASE)),
        "RE2 syntax is needed: no look-around, no back-references, no huge repetitions");
  }

  private Glob literal(String method, String text) {
    if (text.isEmpty()) {
      throw wrong(
          ProblemId.SIGMA_EMPTY,
          method,
          "has an empty text, which every value has",
          "ask if the field exists()");
    }
    return Glob.exactly(text);
  }

  private Predicate text(Glob glob) {
    return holds(new Test.Text(glob, cased));
  }

  final Predicate checked(ProblemId id, String method, Test test, String remedy) {
    try {
      Evaluator.of(new Predicate.Anywhere(test));
      return holds(test);
    } catch (IllegalArgumentException e) {
      throw wrong(id, method, "cannot be used: " + e.getMessage(), remedy);
    }
  }

  final InvalidRuleException wrong(ProblemId id, String method, String what, String remedy) {
    return new InvalidRuleException(id, shown + "." + method, what, remedy);
  }
}
