package io.correlator.rules.testing;

import static java.util.Objects.requireNonNull;

import io.correlator.api.LogRecord;
import io.correlator.api.config.NearestName;
import io.correlator.api.source.RecordFormat;
import io.correlator.rules.Alert;
import io.correlator.rules.RuleSet;
import io.correlator.rules.RulesModule;
import io.correlator.rules.model.Rule;
import io.correlator.rules.problem.Problem;
import io.correlator.rules.problem.ProblemId;
import io.correlator.rules.testing.RuleTestCase.Given;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Runs cases: each on a bench of its own, from the same virtual time on, so that they neither know
 * of each other nor of the day. The rules of a case must all be right. For one thread.
 */
public final class RuleTestRunner {
  private final RuleBench.Factory benches;
  private final Map<String, RecordFormat> formats;
  private Optional<Given> loaded = Optional.empty();
  private Setting setting = Setting.nothing();

  private RuleTestRunner(RuleBench.Factory benches, Map<String, RecordFormat> formats) {
    this.benches = requireNonNull(benches, "benches");
    this.formats = Map.copyOf(formats);
  }

  /**
   * A runner.
   *
   * @param benches the engine
   * @param formats the formats of records by name
   */
  public static RuleTestRunner on(RuleBench.Factory benches, Map<String, RecordFormat> formats) {
    return new RuleTestRunner(benches, formats);
  }

  /** Runs a case. */
  public RuleTestResult run(RuleTestCase test) {
    if (!loaded.equals(Optional.of(test.given()))) {
      loaded = Optional.of(test.given());
      setting = Setting.of(test.given(), formats);
    }
    if (!setting.problems().isEmpty()) {
      return failed(test, setting.problems().stream().map(Problem::toString).toList());
    }
    RuleSet rules = setting.rules();
    if (rules.rules().isEmpty()) {
      return failed(
          test, List.of("there are no rules in " + Texts.shown(test.given().rules().toString())));
    }
    List<String> unknown = unknownRules(test);
    if (!unknown.isEmpty()) {
      return failed(test, unknown);
    }
    List<LogRecord> records = new ArrayList<>();
    RuleBench bench = benches.open(RulesModule.of(rules), test.lateness());
    try {
      feed(test, bench, records);
    } catch (IllegalArgumentException e) {
      return failed(test, List.of(Texts.shown(String.valueOf(e.getMessage()))));
    }
    List<Alert> alerts =
        bench.events().stream().filter(Alert.class::isInstance).map(Alert.class::cast).toList();
    return new Comparison(test, records, alerts, new WhyNot(rules, records)).result();
  }

  /** An alert of a rule that is not there would be waited for in vain, whatever came. */
  private List<String> unknownRules(RuleTestCase test) {
    List<String> unknown = new ArrayList<>();
    for (ExpectedAlert expected : test.alerts()) {
      expected
          .rule()
          .filter(
              name ->
                  setting.rules().rules().stream().noneMatch(rule -> WhyNot.isCalled(rule, name)))
          .map(name -> unknownRule(expected, name).toString())
          .ifPresent(unknown::add);
    }
    return unknown;
  }

  private Problem unknownRule(ExpectedAlert expected, String name) {
    List<String> names =
        setting.rules().rules().stream()
            .map(Rule::metadata)
            .flatMap(rule -> Stream.of(rule.id(), rule.name(), Optional.of(rule.title())))
            .flatMap(Optional::stream)
            .distinct()
            .toList();
    return new Problem(
        ProblemId.RULE_TEST_RULES,
        expected.position(),
        "there is no rule " + Problem.quoted(name),
        NearestName.of(Texts.shown(name), names)
            .map("did you mean '%s'?"::formatted)
            .orElse("write its id, name or title; a rule that is disabled is not there"));
  }

  private void feed(RuleTestCase test, RuleBench bench, List<LogRecord> records) {
    RecordMaker maker = new RecordMaker(setting.formats());
    Instant now = RuleTestCase.START;
    for (Step step : test.steps()) {
      if (step instanceof Step.Feed feed) {
        LogRecord record = maker.of(feed, now);
        records.add(record);
        bench.feed(record);
        now = now.isBefore(record.timestamp()) ? record.timestamp() : now;
      } else {
        now = now.plus(((Step.Advance) step).by());
        bench.advanceTo(now);
      }
    }
    bench.finish();
  }

  private static RuleTestResult failed(RuleTestCase test, List<String> why) {
    return new RuleTestResult(test, why, List.of(), List.of());
  }

  /** The first case of the given name in a file. */
  public static Optional<RuleTestCase> find(RuleTestFile file, String name) {
    return file.cases().stream().filter(test -> test.name().equals(name)).findFirst();
  }
}
