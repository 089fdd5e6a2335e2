package io.correlator.rules.testing;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What came of a case. Immutable.
 *
 * @param differences what is not as it should be, a line each, nothing in them that steers a
 *     terminal; none if all is well
 * @param expected the alerts that should have come, a line each
 * @param found the alerts that came, a line each
 */
public record RuleTestResult(
    RuleTestCase test, List<String> differences, List<String> expected, List<String> found) {
  public RuleTestResult {
    requireNonNull(test, "test");
    differences = List.copyOf(differences);
    expected = List.copyOf(expected);
    found = List.copyOf(found);
  }

  /** Whether all is as it should be. */
  public boolean passed() {
    return differences.isEmpty();
  }
}
