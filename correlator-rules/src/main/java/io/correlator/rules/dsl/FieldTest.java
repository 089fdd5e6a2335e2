package io.correlator.rules.dsl;

import static java.util.Objects.requireNonNull;

import io.correlator.rules.detection.Predicate;
import io.correlator.rules.detection.Predicate.Relation;
import io.correlator.rules.detection.Test;
import io.correlator.rules.problem.ProblemId;
import java.math.BigDecimal;
import java.util.List;

/**
 * A field about which something is asked. Each question holds if some value of the field passes; a
 * list has as many values as elements, and a field that is missing has none. Upper and lower case
 * are told apart unless {@link #ignoringCase} was called. Immutable.
 */
public final class FieldTest extends TextTest<FieldTest> {
  private static final List<String> PARTS = List.of("raw", "source", "sender", "severity");
  private static final String PARSED = "parsed.";

  private final String shown;
  private final String name;

  private FieldTest(String shown, String name, boolean cased) {
    super("field(\"%s\")".formatted(shown), cased);
    this.shown = shown;
    this.name = name;
  }

  static FieldTest of(String shown) {
    return new FieldTest(shown, inside(shown), true);
  }

  /** What rules call a field inside. */
  static String inside(String name) {
    requireNonNull(name, "field");
    if (name.isBlank() || name.equals(PARSED)) {
      throw new InvalidRuleException(
          ProblemId.JSON_RULE_FIELD,
          "field(\"%s\")".formatted(name),
          "has no name",
          "it is raw, source, sender, severity, or the name of a field");
    }
    return PARTS.contains(name) ? "@" + name : name;
  }

  @Override
  public FieldTest ignoringCase() {
    return new FieldTest(shown, name, false);
  }

  @Override
  Predicate holds(Test test) {
    return new Predicate.Field(name, test);
  }

  /** Whether the value is this number, however it is written. */
  public Predicate equalTo(long value) {
    return number(Test.Comparison.EQUAL, BigDecimal.valueOf(value));
  }

  /** Whether the value is an address in this network, such as {@code 192.0.2.0/24}. */
  public Predicate in(String network) {
    return checked(
        ProblemId.SIGMA_NETWORK,
        "in",
        new Test.InNetwork(network),
        "write a network such as 192.0.2.0/24 or 2001:db8::/32");
  }

  /** Whether the value is a number less than this. */
  public Predicate lessThan(double number) {
    return number(Test.Comparison.LESS, decimal("lessThan", number));
  }

  /** Whether the value is a number, this or less. */
  public Predicate atMost(double number) {
    return number(Test.Comparison.AT_MOST, decimal("atMost", number));
  }

  /** Whether the value is a number, this or more. */
  public Predicate atLeast(double number) {
    return number(Test.Comparison.AT_LEAST, decimal("atLeast", number));
  }

  /** Whether the value is a number more than this. */
  public Predicate moreThan(double number) {
    return number(Test.Comparison.MORE, decimal("moreThan", number));
  }

  /** Whether the value is also one of the other field of the same record. */
  public Predicate equalTo(FieldTest other) {
    return compared(other, Relation.EQUAL);
  }

  /** Whether the value contains one of the other field. */
  public Predicate contains(FieldTest other) {
    return compared(other, Relation.CONTAINS);
  }

  /** Whether the value starts with one of the other field. */
  public Predicate startsWith(FieldTest other) {
    return compared(other, Relation.STARTS_WITH);
  }

  /** Whether the value ends with one of the other field. */
  public Predicate endsWith(FieldTest other) {
    return compared(other, Relation.ENDS_WITH);
  }

  /** A part of the time that the value is. */
  public TimePartTest part(Test.Unit unit) {
    return new TimePartTest(this, requireNonNull(unit, "unit"));
  }

  /** Whether there is such a field, even if it is null or empty. */
  public Predicate exists() {
    return new Predicate.Present(name);
  }

  /** Whether the field is missing or null. */
  public Predicate isAbsent() {
    return new Predicate.Absent(name);
  }

  private Predicate compared(FieldTest other, Relation relation) {
    return new Predicate.Compared(name, other.name, relation, cased() && other.cased());
  }

  private Predicate number(Test.Comparison comparison, BigDecimal number) {
    return holds(new Test.Numeric(comparison, number));
  }

  private BigDecimal decimal(String method, double number) {
    if (!Double.isFinite(number)) {
      throw wrong(ProblemId.SIGMA_VALUE, method, "is " + number, "give a finite number");
    }
    return BigDecimal.valueOf(number);
  }
}
