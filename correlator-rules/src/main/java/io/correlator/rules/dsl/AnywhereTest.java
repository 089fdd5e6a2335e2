package io.correlator.rules.dsl;

import io.correlator.rules.detection.Predicate;
import io.correlator.rules.detection.Test;

/**
 * A record about whose texts something is asked, wherever they stand: the values of all its fields,
 * and its own text. What Sigma calls keywords. Immutable.
 */
public final class AnywhereTest extends TextTest<AnywhereTest> {
  AnywhereTest(boolean cased) {
    super("anywhere()", cased);
  }

  @Override
  public AnywhereTest ignoringCase() {
    return new AnywhereTest(false);
  }

  @Override
  Predicate holds(Test test) {
    return new Predicate.Anywhere(test);
  }
}
