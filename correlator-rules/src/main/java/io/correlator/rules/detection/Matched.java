package io.correlator.rules.detection;

import static java.util.Objects.requireNonNull;

/**
 * A value of a record that passed a test of a rule.
 *
 * @param selection the name of the selection that the test belongs to; empty if it belongs to none
 * @param field the name of the field; empty if the whole record was searched
 * @param value the value as text
 * @param pattern what the rule asks for, as it writes it
 */
public record Matched(String selection, String field, String value, String pattern) {
  public Matched {
    requireNonNull(selection, "selection");
    requireNonNull(field, "field");
    requireNonNull(value, "value");
    requireNonNull(pattern, "pattern");
  }
}
