package io.correlator.rules.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.rules.Rules;
import io.correlator.rules.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RuleTestsTest {
  @TempDir Path folder;

  @BeforeEach
  void writeRules() throws IOException {
    Files.writeString(
        folder.resolve("a.json"),
        """
        {"name": "x", "type": "pattern", "severity": "info", "config": {"field": "raw", "regex": "x"}}
        """);
  }

  private RuleTestFile read(String text) throws IOException {
    return RuleTests.read(Files.writeString(folder.resolve("a.test.yml"), text));
  }

  @Test
  void readsTimesAndRepetitions() throws IOException {
    RuleTestFile file =
        read(
            """
            tests:
              - name: n
                records:
                  - {line: x, at: +1m, repeat: 2, every: 1500ms}
                  - {line: x, at: 2026-03-01T11:00:00+01:00}
                  - advance: 1d
                alerts: []
            """);

    assertThat(file.problems()).isEmpty();
    assertThat(file.cases())
        .singleElement()
        .satisfies(
            test ->
                assertThat(test.steps())
                    .containsExactly(
                        feed(Duration.ofMinutes(1)),
                        feed(Duration.ofMillis(61_500)),
                        feed(Duration.ZERO),
                        new Step.Advance(Duration.ofDays(1))));
  }

  private static Step feed(Duration after) {
    return new Step.Feed(
        "x", "auto", "test", java.util.Optional.of(RuleTestCase.START.plus(after)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{name: n, records: [], alerts: [], alert: []} | unknown key 'alert'; did you mean 'alerts'?",
        "{name: n, records: []} | 'alerts' is missing",
        "{name: n, records: [x], alerts: []} | 'records' is a text; a list of maps is needed",
        "{name: n, records: [{line: x, fields: {}}], alerts: []} | not one of line, fields and advance",
        "{name: n, records: [{at: +1s}], alerts: []} | not one of line, fields and advance",
        "{name: n, records: [{line: x, at: soon}], alerts: []} | 'at' cannot be 'soon'",
        "{name: n, records: [{line: x, at: +99999999999d}], alerts: []} | 'at' cannot be",
        "{name: n, records: [{advance: 5}], alerts: []} | 'advance' cannot be '5'",
        "{name: n, records: [{line: x, repeat: 0}], alerts: []} | 'repeat' cannot be '0'",
        "{name: n, records: [{line: x, every: 1s}], alerts: []} | 'every' cannot be 'PT1S'",
        "{name: n, records: [], alerts: [{count: many}]} | 'count' cannot be 'many'",
        "{name: n, records: [], alerts: [{evidence: [0]}]} | 'evidence' cannot be '0'",
        "{name: n, records: [{line: x}], alerts: [{evidence: [2]}]} | there are only 1 records",
        "{name: n, records: [], alerts: [{flags: [laate]}]} | it is one of late, degraded,",
        "{name: '', records: [], alerts: []} | 'name' cannot be ''; say what the case claims",
        "{name: n, records: [], alerts: [], other-alerts: yes} | 'other-alerts' cannot be 'yes'",
      })
  void tellsWhatIsWrongAndWhere(String test, String problem) throws IOException {
    RuleTestFile file = read("tests:\n  - " + test + "\n");

    assertThat(file.cases()).isEmpty();
    assertThat(file.problems())
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.toString()).contains(problem);
              assertThat(each.position().line()).isEqualTo(2);
            });
  }

  @Test
  void twoCasesOfOneNameAreAMistake() throws IOException {
    String test = "  - {name: n, records: [], alerts: []}\n";

    assertThat(read("tests:\n" + test + test).problems())
        .map(Problem::toString)
        .singleElement()
        .asString()
        .contains("another case of this file is called so");
  }

  @Test
  void aFewLinesCannotBecomeMillionsOfRecords() throws IOException {
    String records = "{line: x, repeat: 99999},".repeat(10_000);

    RuleTestFile file = read("tests: [{name: n, records: [" + records + "], alerts: []}]");

    assertThat(file.problems()).map(Problem::message).anyMatch(text -> text.contains("records"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | there are no cases in it; write some, as a list under 'tests' [rule-test-shape]",
        "{} | there are no cases in it; write some, as a list under 'tests' [rule-test-shape]",
        "tests: [] | there are no cases in it; write some",
        "[a] | the file is a list; a map is needed, with a list of cases under 'tests'",
        "tests: {} | 'tests' is a map; a list of cases is needed",
      })
  void aFileWithoutCasesIsAMistake(String text, String problem) throws IOException {
    assertThat(read(text).problems())
        .singleElement()
        .satisfies(each -> assertThat(each.toString()).contains(problem));
  }

  @Test
  void casesForRulesThatAreNotThereAreNotRun() throws IOException {
    RuleTestFile file = read("rules: nowhere.yml\ntests: [{name: n, records: [], alerts: []}]\n");

    assertThat(file.cases()).isEmpty();
    assertThat(file.problems()).hasSize(1);
  }

  @Test
  void aFileOfRulesStandsForTheCasesBesideIt() throws IOException {
    Path tests = read("tests: [{name: n, records: [], alerts: []}]\n").path();
    Path rules = folder.resolve("a.yml");

    assertThat(RuleTests.load(rules)).extracting(RuleTestFile::path).contains(tests);
    assertThat(RuleTests.load(rules, tests, folder))
        .extracting(RuleTestFile::path)
        .containsOnlyOnce(tests);
  }

  @Test
  void aLineBelongsToTheCaseThatBeginsBeforeIt() throws IOException {
    RuleTestFile file =
        read(
            """
            tests:
              - name: one
                records: []
                alerts: []
              - name: two
                records: []
                alerts: []
            """);

    assertThat(file.caseAt(1)).isEmpty();
    assertThat(file.caseAt(2)).hasValueSatisfying(test -> assertThat(test.name()).isEqualTo("one"));
    assertThat(file.caseAt(4)).hasValueSatisfying(test -> assertThat(test.name()).isEqualTo("one"));
    assertThat(file.caseAt(9)).hasValueSatisfying(test -> assertThat(test.name()).isEqualTo("two"));
  }

  @Test
  void rulesThatAreTestedMustBeThere() throws IOException {
    assertThat(read("rules: nowhere.yml\ntests: []\n").problems())
        .map(problem -> problem.id().toString())
        .containsExactly("rule-test-rules");
  }

  @Test
  void aFileOfCasesIsNoFileOfRules() throws IOException {
    Path tests = read("tests: []\n").path();

    assertThat(Rules.load(folder).problems()).isEmpty();
    assertThat(Rules.load(tests).problems())
        .map(Problem::message)
        .containsExactly("the file holds cases that test rules, and no rules");
  }

  @Test
  void findsCasesInFilesAndInRules() throws IOException {
    read("tests: [{name: n, records: [], alerts: []}]\n");
    Files.writeString(folder.resolve("b.yml"), "correlator: {tests: [{nme: x}]}\n");
    Files.writeString(folder.resolve("c.yml"), "title: no tests\n");

    List<RuleTestFile> files = RuleTests.load(folder);

    assertThat(files)
        .map(file -> String.valueOf(file.path().getFileName()))
        .containsExactly("a.test.yml", "b.yml");
  }
}
