package io.correlator.rules.testing;

import io.correlator.api.LogRecord;
import io.correlator.rules.Alert;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What was expected against what came. Each expected alert needs an alert of its own, in any order;
 * if some fits several, they are assigned so that as many as possible have one. For one thread.
 */
final class Comparison {
  private static final int NONE = -1;

  private final RuleTestCase test;
  private final List<LogRecord> records;
  private final List<Alert> found;
  private final WhyNot whyNot;

  /** For each alert that came the expected one that it is, or {@link #NONE}. */
  private final int[] meant;

  Comparison(RuleTestCase test, List<LogRecord> records, List<Alert> found, WhyNot whyNot) {
    this.test = test;
    this.records = records;
    this.found = found;
    this.whyNot = whyNot;
    this.meant = new int[found.size()];
    Arrays.fill(meant, NONE);
  }

  RuleTestResult result() {
    List<String> differences = new ArrayList<>();
    Set<Integer> unmet = new HashSet<>();
    for (int i = 0; i < test.alerts().size(); i++) {
      if (!assign(i, new boolean[found.size()])) {
        unmet.add(i);
      }
    }
    for (int i = 0; i < test.alerts().size(); i++) {
      if (unmet.contains(i)) {
        differences.add("expected " + text(test.alerts().get(i)));
        differences.addAll(indented(why(test.alerts().get(i))));
      }
    }
    for (int i = 0; i < found.size(); i++) {
      boolean matters = test.others() == RuleTestCase.Others.REFUSED || !unmet.isEmpty();
      if (meant[i] == NONE && matters) {
        differences.add("found    " + text(found.get(i)));
        differences.addAll(evidence(found.get(i)));
      }
    }
    return new RuleTestResult(
        test,
        unmet.isEmpty() && test.others() == RuleTestCase.Others.ALLOWED ? List.of() : differences,
        test.alerts().stream().map(Comparison::text).toList(),
        found.stream().map(this::text).toList());
  }

  /** Gives an expected alert one that came, if need be one that another can do without. */
  private boolean assign(int expected, boolean[] tried) {
    for (int i = 0; i < found.size(); i++) {
      if (!tried[i] && mistakes(test.alerts().get(expected), found.get(i)).isEmpty()) {
        tried[i] = true;
        if (meant[i] == NONE || assign(meant[i], tried)) {
          meant[i] = expected;
          return true;
        }
      }
    }
    return false;
  }

  /** What is different about an alert of that rule, or why there is none. */
  private List<String> why(ExpectedAlert expected) {
    List<String> mistakes = nearest(expected);
    return mistakes.isEmpty() && expected.rule().isPresent()
        ? whyNot.lines(expected.rule().get())
        : mistakes;
  }

  private static List<String> indented(List<String> lines) {
    return lines.stream().map(line -> "         " + line).toList();
  }

  /** What is wrong with the alert that comes closest, among those of the same rule. */
  private List<String> nearest(ExpectedAlert expected) {
    List<String> fewest = List.of();
    for (int i = 0; i < found.size(); i++) {
      boolean sameRule = expected.rule().isEmpty() || isCalled(found.get(i), expected.rule().get());
      List<String> mistakes = mistakes(expected, found.get(i));
      if (meant[i] == NONE && sameRule && (fewest.isEmpty() || mistakes.size() < fewest.size())) {
        fewest = mistakes;
      }
    }
    return fewest;
  }

  private List<String> mistakes(ExpectedAlert expected, Alert alert) {
    List<String> mistakes = new ArrayList<>();
    expected
        .rule()
        .filter(rule -> !isCalled(alert, rule))
        .ifPresent(rule -> mistakes.add(mistake("rule", rule, alert.rule().key())));
    expected
        .time()
        .filter(time -> !time.equals(alert.timestamp()))
        .ifPresent(
            time -> mistakes.add(mistake("time", Times.text(time), Times.text(alert.timestamp()))));
    new TreeMap<>(expected.key())
        .forEach(
            (field, value) -> {
              String actual = key(alert).getOrDefault(field, "");
              if (!value.equals(actual)) {
                mistakes.add(mistake("key " + field, value, actual));
              }
            });
    expected
        .count()
        .filter(count -> !isSame(count, alert.observed()))
        .ifPresent(
            count ->
                mistakes.add(mistake("count", count.toPlainString(), number(alert.observed()))));
    expected
        .evidence()
        .filter(numbers -> !numbers.equals(numbers(alert)))
        .ifPresent(
            numbers ->
                mistakes.add(mistake("evidence", numbers.toString(), numbers(alert).toString())));
    expected
        .flags()
        .filter(flags -> !flags.equals(flags(alert)))
        .ifPresent(
            flags -> mistakes.add(mistake("flags", flags.toString(), flags(alert).toString())));
    return mistakes;
  }

  private static String mistake(String what, String expected, String actual) {
    return "%s: expected %s, found %s"
        .formatted(what, Texts.shown(expected), actual.isEmpty() ? "none" : Texts.shown(actual));
  }

  private static boolean isCalled(Alert alert, String name) {
    return alert.rule().isCalled(name) || alert.rule().title().equals(name);
  }

  private static Map<String, String> key(Alert alert) {
    Map<String, String> key = new TreeMap<>();
    alert.key().forEach((field, value) -> key.put(field, value.toString()));
    return key;
  }

  private static List<Integer> numbers(Alert alert) {
    return alert.evidence().stream().map(record -> (int) record.line()).toList();
  }

  private static Set<String> flags(Alert alert) {
    Set<String> flags = new HashSet<>();
    alert.flags().forEach(flag -> flags.add(flag.toString()));
    return flags;
  }

  private List<String> evidence(Alert alert) {
    return numbers(alert).stream()
        .distinct()
        .filter(number -> number >= 1 && number <= records.size())
        .map(number -> "         record %d: %s".formatted(number, line(number)))
        .toList();
  }

  private String line(int number) {
    return Texts.shown(records.get(number - 1).raw());
  }

  private static String text(ExpectedAlert alert) {
    List<String> parts = new ArrayList<>();
    parts.add(alert.rule().map(Texts::shown).orElse("any rule"));
    alert.time().ifPresent(time -> parts.add("at " + Times.text(time)));
    new TreeMap<>(alert.key())
        .forEach((field, value) -> parts.add(Texts.shown(field + "=" + value)));
    alert.count().ifPresent(count -> parts.add("count " + count.toPlainString()));
    alert.evidence().ifPresent(numbers -> parts.add("evidence " + numbers));
    alert.flags().ifPresent(flags -> parts.add("flags " + flags));
    return String.join(", ", parts);
  }

  private String text(Alert alert) {
    List<String> parts = new ArrayList<>();
    parts.add(Texts.shown(alert.rule().key()));
    parts.add("at " + Times.text(alert.timestamp()));
    key(alert).forEach((field, value) -> parts.add(Texts.shown(field + "=" + value)));
    if (!alert.condition().isEmpty()) {
      parts.add("count " + number(alert.observed()));
    }
    parts.add("evidence " + numbers(alert));
    if (!alert.flags().isEmpty()) {
      parts.add("flags " + flags(alert));
    }
    return String.join(", ", parts);
  }

  private static boolean isSame(BigDecimal expected, double found) {
    return Double.isFinite(found) && expected.compareTo(BigDecimal.valueOf(found)) == 0;
  }

  private static String number(double number) {
    return Double.isFinite(number)
        ? BigDecimal.valueOf(number).stripTrailingZeros().toPlainString()
        : Double.toString(number);
  }
}
