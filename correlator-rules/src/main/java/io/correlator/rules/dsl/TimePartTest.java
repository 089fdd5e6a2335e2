package io.correlator.rules.dsl;

import io.correlator.rules.detection.Predicate;
import io.correlator.rules.detection.Test;
import io.correlator.rules.detection.Test.Comparison;
import io.correlator.rules.problem.ProblemId;
import java.math.BigDecimal;

/**
 * A part of the time that stands in a field, in UTC, such as its hour. A value that is no time
 * passes no question. Immutable.
 */
public final class TimePartTest {
  private final FieldTest field;
  private final Test.Unit unit;

  TimePartTest(FieldTest field, Test.Unit unit) {
    this.field = field;
    this.unit = unit;
  }

  /** Whether it is this number. */
  public Predicate equalTo(int number) {
    return holds("equalTo", Comparison.EQUAL, number);
  }

  /** Whether it is less than this. */
  public Predicate lessThan(int number) {
    return holds("lessThan", Comparison.LESS, number);
  }

  /** Whether it is this or less. */
  public Predicate atMost(int number) {
    return holds("atMost", Comparison.AT_MOST, number);
  }

  /** Whether it is this or more. */
  public Predicate atLeast(int number) {
    return holds("atLeast", Comparison.AT_LEAST, number);
  }

  /** Whether it is more than this. */
  public Predicate moreThan(int number) {
    return holds("moreThan", Comparison.MORE, number);
  }

  private Predicate holds(String method, Comparison comparison, int number) {
    BigDecimal decimal = BigDecimal.valueOf(number);
    if (!unit.canBe(comparison, decimal)) {
      throw field.wrong(
          ProblemId.SIGMA_VALUE,
          "part(" + unit.name() + ")." + method,
          "is " + number + ", and no time has such a " + unit,
          "it is from %d to %d".formatted(unit.least(), unit.most()));
    }
    return field.holds(new Test.TimePart(unit, comparison, decimal));
  }
}
