package io.correlator.rules.detection;

import java.math.BigDecimal;

/** A {@link Test} made ready: answers for one value. Immutable; may be used by any thread. */
interface ValueTest {
  boolean passes(Object value);

  /** What the test asks for, as the rule writes it. */
  String pattern();

  /** The same for people, who cannot ask what kind of test it is. */
  default String question() {
    return pattern();
  }

  /** Whether a value fails only because upper and lower case are told apart. */
  default boolean isOtherCase(Object value) {
    return false;
  }

  /**
   * Makes a test ready.
   *
   * @throws IllegalArgumentException if it has a regular expression or a network that cannot be
   *     read
   */
  static ValueTest of(Test test) {
    if (test instanceof Test.Text text) {
      return of(text);
    }
    if (test instanceof Test.Regex regex) {
      LinearRegex compiled = LinearRegex.compile(regex.pattern(), regex.flags());
      return of(
          value -> compiled.isFoundIn(Values.text(value)),
          regex.pattern(),
          "/%s/%s"
              .formatted(
                  regex.pattern(), regex.flags().contains(Test.RegexFlag.IGNORE_CASE) ? "i" : ""));
    }
    if (test instanceof Test.InNetwork network) {
      Network parsed = Network.parse(network.network());
      return of(value -> parsed.contains(Values.text(value)), network.network());
    }
    if (test instanceof Test.Numeric numeric) {
      return of(value -> passes(numeric, value), numeric.comparison().sign() + numeric.number());
    }
    Test.TimePart part = (Test.TimePart) test;
    return of(
        value -> TimeParts.passes(part, value),
        part.unit() + " " + part.comparison().sign() + part.number());
  }

  private static boolean passes(Test.Numeric test, Object value) {
    BigDecimal number = Numbers.parse(value);
    return number != null && test.comparison().holds(number.compareTo(test.number()));
  }

  private static ValueTest of(Test.Text text) {
    GlobMatcher matcher = GlobMatcher.of(text.glob(), text.cased());
    return new ValueTest() {
      @Override
      public boolean passes(Object value) {
        return matcher.matches(Values.text(value));
      }

      @Override
      public String pattern() {
        return text.glob().toString();
      }

      @Override
      public boolean isOtherCase(Object value) {
        return text.cased()
            && !passes(value)
            && GlobMatcher.of(text.glob(), false).matches(Values.text(value));
      }
    };
  }

  private static ValueTest of(java.util.function.Predicate<Object> passes, String pattern) {
    return of(passes, pattern, pattern);
  }

  private static ValueTest of(
      java.util.function.Predicate<Object> passes, String pattern, String question) {
    return new ValueTest() {
      @Override
      public boolean passes(Object value) {
        return passes.test(value);
      }

      @Override
      public String pattern() {
        return pattern;
      }

      @Override
      public String question() {
        return question;
      }
    };
  }
}
