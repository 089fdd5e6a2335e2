package io.correlator.rules.dsl;

import static java.util.Objects.requireNonNull;

import io.correlator.rules.detection.Evaluator;
import io.correlator.rules.detection.Glob;
import io.correlator.rules.detection.Predicate;
import io.correlator.rules.detection.Test;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A field about which something is asked. Each question holds if some value of the field passes; a
 * list has as many values as elements, and a field that is missing has none. Upper and lower case
 * are told apart unless {@link #ignoringCase} was called. Immutable.
 */
public final class FieldTest {
  private static final List<String> PARTS = List.of("raw", "source", "sender", "severity");
  private static final String PARSED = "parsed.";

  private final String shown;
  private final String name;
  private final boolean cased;

  private FieldTest(String shown, String name, boolean cased) {
    this.shown = shown;
    this.name = name;
    this.cased = cased;
  }

  static FieldTest of(String shown) {
    return new FieldTest(shown, inside(shown), true);
  }

  /** What rules call a field inside. */
  static String inside(String name) {
    requireNonNull(name, "field");
    if (name.isEmpty() || name.equals(PARSED)) {
      throw new IllegalArgumentException(
          "field: has no name; it is raw, source, sender, severity, or the name of a field");
    }
    return PARTS.contains(name) ? "@" + name : name;
  }

  /** The same without telling upper and lower case apart. */
  public FieldTest ignoringCase() {
    return new FieldTest(shown, name, false);
  }

  /** Whether the value is this text, or this number written so. */
  public Predicate equalTo(String value) {
    return text(Glob.exactly(value));
  }

  /** Whether the value is this number, however it is written. */
  public Predicate equalTo(long value) {
    return number(Test.Comparison.EQUAL, BigDecimal.valueOf(value));
  }

  /** Whether the value is one of these texts; at least one. */
  public Predicate anyOf(String... values) {
    if (values.length == 0) {
      throw wrong("anyOf", "has no values", "give at least one");
    }
    return new Predicate.Any(Arrays.stream(values).map(this::equalTo).toList());
  }

  /** Whether the value contains this text. */
  public Predicate contains(String text) {
    return text(literal("contains", text).contained());
  }

  /** Whether the value starts with this text. */
  public Predicate startsWith(String text) {
    return text(literal("startsWith", text).endsAnywhere());
  }

  /** Whether the value ends with this text. */
  public Predicate endsWith(String text) {
    return text(literal("endsWith", text).startsAnywhere());
  }

  /** Whether the value as a whole looks so: {@code *} is any text, {@code ?} any character. */
  public Predicate like(String glob) {
    return text(Glob.parse(glob));
  }

  /**
   * Whether a regular expression is found somewhere in the value, in the syntax of RE2: it takes
   * linear time, and so has no look-around and no back-references.
   */
  public Predicate matches(String regex) {
    Set<Test.RegexFlag> flags = cased ? Set.of() : Set.of(Test.RegexFlag.IGNORE_CASE);
    return checked(
        "matches",
        new Predicate.Field(name, new Test.Regex(regex, flags)),
        "RE2 syntax is needed: no look-around, no back-references, no huge repetitions");
  }

  /** Whether the value is an address in this network, such as {@code 192.0.2.0/24}. */
  public Predicate in(String network) {
    return checked(
        "in",
        new Predicate.Field(name, new Test.InNetwork(network)),
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

  /** Whether there is such a field, even if it is null or empty. */
  public Predicate exists() {
    return new Predicate.Present(name);
  }

  /** Whether the field is missing or null. */
  public Predicate isAbsent() {
    return new Predicate.Absent(name);
  }

  private Glob literal(String method, String text) {
    if (text.isEmpty()) {
      throw wrong(method, "has an empty text, which every value has", "ask if the field exists()");
    }
    return Glob.exactly(text);
  }

  private Predicate text(Glob glob) {
    return new Predicate.Field(name, new Test.Text(glob, cased));
  }

  private Predicate number(Test.Comparison comparison, BigDecimal number) {
    return new Predicate.Field(name, new Test.Numeric(comparison, number));
  }

  private BigDecimal decimal(String method, double number) {
    if (!Double.isFinite(number)) {
      throw wrong(method, "is " + number, "give a finite number");
    }
    return BigDecimal.valueOf(number);
  }

  private Predicate checked(String method, Predicate predicate, String remedy) {
    try {
      Evaluator.of(predicate);
      return predicate;
    } catch (IllegalArgumentException e) {
      throw wrong(method, "cannot be used: " + e.getMessage(), remedy);
    }
  }

  private IllegalArgumentException wrong(String method, String what, String remedy) {
    return new IllegalArgumentException(
        "field(\"%s\").%s: %s; %s".formatted(shown, method, what, remedy));
  }
}
