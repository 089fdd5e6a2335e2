package io.correlator.rules.testing;

import io.correlator.rules.Alert;
import io.correlator.rules.problem.Problem;
import io.correlator.rules.problem.ProblemId;
import io.correlator.rules.problem.Problems;
import io.correlator.rules.testing.RuleTestCase.Given;
import io.correlator.rules.yaml.YamlNode;
import io.correlator.rules.yaml.YamlNode.Entries;
import io.correlator.rules.yaml.YamlNode.Entry;
import io.correlator.rules.yaml.YamlNode.Items;
import io.correlator.rules.yaml.YamlNode.Scalar;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the cases of one file. For one thread. */
final class CaseReader {
  private static final List<String> CASE =
      List.of("name", "format", "source", "lateness", "records", "alerts", "other-alerts");
  private static final List<String> RECORD =
      List.of("line", "fields", "at", "format", "source", "repeat", "every", "advance");
  private static final List<String> ALERT =
      List.of("rule", "time", "key", "count", "evidence", "flags");
  private static final List<String> FLAGS =
      Arrays.stream(Alert.Flag.values()).map(Alert.Flag::toString).toList();
  private static final Pattern COUNT = Pattern.compile("-?[0-9]{1,18}(\\.[0-9]{1,18})?");
  private static final String DURATION = "write a number and ms, s, m, h or d, such as 90s";
  private static final String TIME =
      "write + and how long after the start, such as +90s, or a time such as 2026-03-01T10:00:00Z";
  private static final int MOST_RECORDS = 100_000;

  private final Problems problems;
  private final Set<String> names = new HashSet<>();

  CaseReader(Problems problems) {
    this.problems = problems;
  }

  /** The cases of a list; those that are wrong are noted and left out. */
  List<RuleTestCase> read(YamlNode tests, String format, Given given) {
    List<RuleTestCase> cases = new ArrayList<>();
    List<YamlNode> nodes = tests instanceof Items items ? items.nodes() : List.of(tests);
    for (YamlNode each : nodes) {
      if (tests instanceof Items && each instanceof Entries entries) {
        read(new TestNode(entries, problems), format, given).ifPresent(cases::add);
      } else {
        refuse(each);
      }
    }
    return cases;
  }

  private Optional<RuleTestCase> read(TestNode node, String format, Given given) {
    int errors = problems.errors();
    node.allow(CASE);
    node.need("name");
    node.need("records");
    node.need("alerts");
    String name = node.text("name").orElse("");
    if (node.scalar("name").isPresent() && name.isBlank()) {
      node.value("name", node.position(), name, "say what the case claims");
    } else if (node.get("name").isPresent() && !names.add(name)) {
      node.value("name", node.position(), name, "another case of this file is called so");
    }
    String ownFormat = node.text("format").orElse(format);
    String source = node.text("source").orElse("test");
    Optional<Duration> lateness =
        node.scalar("lateness").flatMap(text -> duration("lateness", text, node));
    List<Step> steps = new ArrayList<>();
    for (TestNode record : node.maps("records")) {
      steps.addAll(steps(record, ownFormat, source));
      if (steps.size() > MOST_RECORDS) {
        node.value("records", node.position(), "so many", "at most " + MOST_RECORDS);
        break;
      }
    }
    long came = steps.stream().filter(Step.Feed.class::isInstance).count();
    List<ExpectedAlert> alerts =
        node.maps("alerts").stream().map(alert -> alert(alert, came)).toList();
    RuleTestCase.Others others = others(node);
    return problems.errors() > errors
        ? Optional.empty()
        : Optional.of(
            new RuleTestCase(name, given, lateness, steps, alerts, others, node.position()));
  }

  private static RuleTestCase.Others others(TestNode node) {
    Optional<Scalar> text = node.scalar("other-alerts");
    text.filter(each -> !Set.of("allowed", "refused").contains(each.text()))
        .ifPresent(
            each ->
                node.value(
                    "other-alerts", each.position(), each.text(), "it is allowed or refused"));
    return text.filter(each -> each.text().equals("allowed")).isPresent()
        ? RuleTestCase.Others.ALLOWED
        : RuleTestCase.Others.REFUSED;
  }

  private List<Step> steps(TestNode node, String format, String source) {
    node.allow(RECORD);
    Optional<Scalar> line = node.scalar("line");
    Optional<YamlNode> fields = node.get("fields");
    Optional<Scalar> advance = node.scalar("advance");
    long kinds = Stream.of(line, fields, advance).filter(Optional::isPresent).count();
    if (kinds != 1) {
      problems.add(
          ProblemId.RULE_TEST_SHAPE,
          node.position(),
          "a record has not one of line, fields and advance",
          "give the text of a line, or fields, or how long nothing comes");
      return List.of();
    }
    if (advance.isPresent()) {
      return duration("advance", advance.get(), node).<Step>map(Step.Advance::new).stream()
          .toList();
    }
    if (fields.isPresent() && !(fields.get() instanceof Entries)) {
      node.shape("fields", fields.get(), "a map");
      return List.of();
    }
    String text = line.map(Scalar::text).orElseGet(() -> JsonLine.of(fields.orElseThrow()));
    boolean asJson = fields.isPresent() && format.equals("auto");
    Step.Feed feed =
        new Step.Feed(
            text,
            node.text("format").orElse(asJson ? "json" : format),
            node.text("source").orElse(source),
            node.scalar("at").flatMap(at -> time("at", at, node)));
    return repeated(feed, node);
  }

  private List<Step> repeated(Step.Feed first, TestNode node) {
    Optional<Scalar> repeat = node.scalar("repeat");
    Optional<Duration> every = node.scalar("every").flatMap(text -> duration("every", text, node));
    int times = 1;
    if (repeat.isPresent()) {
      times = repeat.get().text().matches("[1-9][0-9]{0,4}") ? number(repeat.get()) : 0;
      if (times == 0) {
        node.value("repeat", repeat.get().position(), repeat.get().text(), "it is a number from 1");
      }
    }
    if (every.isPresent() && (first.time().isEmpty() || repeat.isEmpty())) {
      node.value(
          "every", node.position(), every.get().toString(), "it needs both 'at' and 'repeat'");
    }
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      Duration after = every.orElse(Duration.ZERO).multipliedBy(i);
      steps.add(
          new Step.Feed(
              first.line(),
              first.format(),
              first.source(),
              first.time().map(time -> time.plus(after))));
    }
    return steps;
  }

  private static int number(Scalar scalar) {
    return Integer.parseInt(scalar.text());
  }

  private ExpectedAlert alert(TestNode node, long records) {
    node.allow(ALERT);
    Optional<BigDecimal> count =
        node.scalar("count")
            .filter(
                text -> {
                  boolean right = COUNT.matcher(text.text()).matches();
                  if (!right) {
                    node.value("count", text.position(), text.text(), "it is a decimal number");
                  }
                  return right;
                })
            .map(text -> new BigDecimal(text.text()));
    return new ExpectedAlert(
        node.text("rule"),
        node.scalar("time").flatMap(text -> time("time", text, node)),
        key(node),
        count,
        node.get("evidence").isPresent() ? Optional.of(evidence(node, records)) : Optional.empty(),
        node.get("flags").isPresent() ? Optional.of(flags(node)) : Optional.empty(),
        node.position());
  }

  private static Map<String, String> key(TestNode node) {
    Map<String, String> key = new LinkedHashMap<>();
    Optional<YamlNode> value = node.get("key");
    if (value.isPresent() && value.get() instanceof Entries entries) {
      for (Entry entry : entries.entries()) {
        if (entry.value() instanceof Scalar scalar) {
          key.put(entry.name(), scalar.text());
        } else {
          node.shape(entry.name(), entry.value(), "a text or a number");
        }
      }
    } else {
      value.ifPresent(other -> node.shape("key", other, "a map of fields and values"));
    }
    return key;
  }

  private static Set<String> flags(TestNode node) {
    Set<String> flags = new HashSet<>(node.texts("flags"));
    for (String flag : flags) {
      if (!FLAGS.contains(flag)) {
        node.value(
            "flags",
            node.get("flags").orElseThrow().position(),
            flag,
            "it is one of " + String.join(", ", FLAGS));
      }
    }
    return Set.copyOf(flags);
  }

  private static List<Integer> evidence(TestNode node, long records) {
    List<Integer> numbers = new ArrayList<>();
    for (String text : node.texts("evidence")) {
      boolean isNumber = text.matches("[1-9][0-9]{0,5}");
      if (isNumber && Integer.parseInt(text) <= records) {
        numbers.add(Integer.parseInt(text));
      } else {
        node.value(
            "evidence",
            node.get("evidence").orElseThrow().position(),
            text,
            isNumber
                ? "there are only %d records".formatted(records)
                : "give the numbers of records; the first one is 1");
      }
    }
    return numbers;
  }

  private static Optional<Duration> duration(String key, Scalar text, TestNode node) {
    Optional<Duration> duration = Times.duration(text.text());
    if (duration.isEmpty()) {
      node.value(key, text.position(), text.text(), DURATION);
    }
    return duration;
  }

  private static Optional<java.time.Instant> time(String key, Scalar text, TestNode node) {
    Optional<java.time.Instant> time = Times.instant(text.text());
    if (time.isEmpty()) {
      node.value(key, text.position(), text.text(), TIME);
    }
    return time;
  }

  /** Notes that there is something else where cases are needed. */
  private void refuse(YamlNode node) {
    problems.add(
        ProblemId.RULE_TEST_SHAPE,
        node.position(),
        Problem.quoted("tests") + " is " + node.kind(),
        "a list of cases is needed");
  }
}
