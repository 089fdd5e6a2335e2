package io.correlator.rules.detection;

import java.math.BigDecimal;

/** A {@link Test} made ready: answers for one value. Immutable; may be used by any thread. */
interface ValueTest {
  boolean passes(Object value);

  /** What the test asks for, as the rule writes it. */
  String pattern();

  /**
   * Makes a test ready.
   *
   * @throws IllegalArgumentException if it has a regular expression or a network that cannot be
   *     read
   */
  static ValueTest of(Test test) {
    if (test instanceof Test.Text text) {
      GlobMatcher matcher = GlobMatcher.of(text.glob(), text.cased());
      return of(value -> matcher.matches(Values.text(value)), text.glob().toString());
    }
    if (test instanceof Test.Regex regex) {
      LinearRegex compiled = LinearRegex.compile(regex.pattern(), regex.flags());
      return of(value -> compiled.isFoundIn(Values.text(value)), regex.pattern());
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

  private static ValueTest of(java.util.function.Predicate<Object> passes, String pattern) {
    return new ValueTest() {
      @Override
      public boolean passes(Object value) {
        return passes.test(value);
      }

      @Override
      public String pattern() {
        return pattern;
      }
    };
  }
}
