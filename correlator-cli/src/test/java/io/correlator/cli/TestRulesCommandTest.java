package io.correlator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestRulesCommandTest {
  private static final String RULES =
      """
      title: Failed login
      name: failed
      logsource: {product: linux, service: sshd}
      detection:
        keywords: ['Failed password']
        condition: keywords
      ---
      title: Guessing
      id: guessing
      correlation: {type: event_count, rules: failed, timespan: 1m, group-by: host, condition: {gte: 3}}
      """;
  private static final String TESTS =
      """
      tests:
        - name: three failures within a minute
          records:
            - line: 'Mar  1 10:00:00 gate sshd[5]: Failed password for root from 203.0.113.7 port 5 ssh2'
              at: +1s
              repeat: 3
              every: 29s
          alerts:
            - rule: guessing
              time: +59s
              key: {host: gate}
              count: 3
              evidence: [1, 2, 3]
        - name: two are not enough
          records:
            - line: 'Mar  1 10:00:00 gate sshd[5]: Failed password for root from 203.0.113.7 port 5 ssh2'
              repeat: 2
          alerts: []
      """;

  private final FakeTerminal terminal = FakeTerminal.redirected();

  @TempDir Path folder;

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private int test() {
    return terminal.run("rules", "test", folder.toString());
  }

  @Test
  void printsALineForEachCaseAndIsDoneIfAllAreAsExpected() throws IOException {
    write("guessing.yml", RULES);
    write("guessing.test.yml", TESTS);

    assertThat(test()).isEqualTo(ExitCode.DONE);

    assertThat(terminal.outLines())
        .satisfiesExactly(
            line ->
                assertThat(line).startsWith("ok   ").endsWith(": three failures within a minute"),
            line -> assertThat(line).startsWith("ok   ").endsWith(": two are not enough"),
            line -> assertThat(line).isEqualTo("2 cases, 0 failed, 0 errors"));
  }

  @Test
  void saysWhatIsDifferentAndWhichRecordsAreBehindIt() throws IOException {
    write("guessing.yml", RULES);
    write("guessing.test.yml", TESTS.replace("count: 3", "count: 4").replace("+59s", "+58s"));

    assertThat(test()).isEqualTo(ExitCode.INCOMPLETE);

    assertThat(terminal.outLines())
        .contains(
            "     expected guessing, at +58s, host=gate, count 4, evidence [1, 2, 3]",
            "              time: expected +58s, found +59s",
            "              count: expected 4, found 3",
            "     found    guessing, at +59s, host=gate, count 3, evidence [1, 2, 3]",
            "              record 3: Mar  1 10:00:00 gate sshd[5]: Failed password for root from"
                + " 203.0.113.7 port 5 ssh2",
            "2 cases, 1 failed, 0 errors");
  }

  @Test
  void refusesAnAlertThatNobodyExpects() throws IOException {
    write("guessing.yml", RULES);
    write("guessing.test.yml", TESTS.replace("repeat: 2", "repeat: 3"));

    assertThat(test()).isEqualTo(ExitCode.INCOMPLETE);

    assertThat(terminal.out())
        .contains("     found    guessing, at +0s, host=gate, count 3, evidence [1, 2, 3]");
  }

  @Test
  void saysWhichRecordsAreBehindAnAlertThatDidNotCome() throws IOException {
    write("guessing.yml", RULES.replace("gte: 3", "gte: 4"));
    write("guessing.test.yml", TESTS);

    assertThat(test()).isEqualTo(ExitCode.INCOMPLETE);

    assertThat(terminal.outLines())
        .contains(
            "     expected guessing, at +59s, host=gate, count 3, evidence [1, 2, 3]",
            "              it is event_count of failed, gte 4, within 1m, by host",
            "              Failed login (failed) matches records 1, 2, 3 with host=gate");
  }

  @Test
  void saysWhyNoRecordMatchesTheRuleOfAnAlertThatDidNotCome() throws IOException {
    write("guessing.yml", RULES);
    write("guessing.test.yml", TESTS.replace("Failed password", "Failed none"));

    assertThat(test()).isEqualTo(ExitCode.INCOMPLETE);

    assertThat(terminal.outLines())
        .contains("              Failed login (failed) matches no record; of record 1:")
        .anyMatch(line -> line.startsWith("                log source: linux/-/sshd;"))
        .anyMatch(line -> line.endsWith("- anywhere: *Failed password*"));
  }

  @Test
  void saysThatARuleGivesNoAlertsOfItsOwn() throws IOException {
    write("guessing.yml", RULES);
    write("guessing.test.yml", TESTS.replaceFirst("rule: guessing", "rule: failed"));

    assertThat(test()).isEqualTo(ExitCode.INCOMPLETE);

    assertThat(terminal.out())
        .contains("it gives no alerts of its own, since 'guessing' names it without 'generate'");
  }

  @Test
  void anAlertOfARuleThatIsNotThereIsAMistake() throws IOException {
    write("guessing.yml", RULES);
    write("guessing.test.yml", TESTS.replace("rule: guessing", "rule: guesing"));

    assertThat(test()).isEqualTo(ExitCode.INCOMPLETE);

    assertThat(terminal.out())
        .contains(
            "guessing.test.yml:9:9: error: there is no rule 'guesing'; did you mean 'guessing'?"
                + " [rule-test-rules]");
  }

  @Test
  void runsTheOneCaseThatALineBelongsTo() throws IOException {
    write("guessing.yml", RULES);
    write("guessing.test.yml", TESTS.replace("count: 3", "count: 4"));
    String file = folder.resolve("guessing.test.yml").toString();

    assertThat(terminal.run("rules", "test", file + ":17")).isEqualTo(ExitCode.DONE);
    assertThat(terminal.outLines()).last().isEqualTo("1 case, 0 failed, 0 errors");
    assertThat(terminal.run("rules", "test", file + ":2:5")).isEqualTo(ExitCode.INCOMPLETE);
    assertThat(terminal.run("rules", "test", file + ":1")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void runsTheCasesBesideAFileOfRules() throws IOException {
    write("guessing.yml", RULES);
    write("guessing.test.yml", TESTS);

    assertThat(terminal.run("rules", "test", folder.resolve("guessing.yml").toString()))
        .isEqualTo(ExitCode.DONE);
    assertThat(terminal.outLines()).last().isEqualTo("2 cases, 0 failed, 0 errors");
  }

  @Test
  void tellsWhereACaseHasAnUnknownKey() throws IOException {
    write("guessing.yml", RULES);
    write("guessing.test.yml", TESTS.replaceFirst("records:", "recrods:"));

    assertThat(test()).isEqualTo(ExitCode.INCOMPLETE);

    assertThat(terminal.outLines().get(0))
        .contains(
            "guessing.test.yml:3:5: error: unknown key 'recrods'; did you mean 'records'?",
            "[rule-test-unknown-key]");
  }

  @Test
  void runsCasesInsideRules() throws IOException {
    write(
        "pattern.json",
        """
        {"name": "Failed", "type": "pattern", "severity": "info",
         "config": {"field": "raw", "regex": "Failed"},
         "tests": [{"name": "finds it", "records": [{"line": "Failed"}, {"line": "passed"}],
                    "alerts": [{"rule": "Failed", "evidence": [1]}]}]}
        """);
    write(
        "sigma.yml",
        """
        title: Logon
        logsource: {product: windows, service: security}
        detection: {selection: {EventID: 4625}, condition: selection}
        correlator:
          tests:
            - name: knows Windows
              records:
                - fields: {Channel: Security, EventID: 4625}
                - fields: {Channel: Security, EventID: 4624}
              alerts: [{rule: Logon, time: +0s, evidence: 1}]
        """);

    assertThat(test()).isEqualTo(ExitCode.DONE);

    assertThat(terminal.out()).contains("2 cases, 0 failed, 0 errors");
  }

  @Test
  void saysThatThereAreNoCases() throws IOException {
    write("guessing.yml", RULES);

    assertThat(test()).isEqualTo(ExitCode.INCOMPLETE);

    assertThat(terminal.out()).startsWith("no cases");
  }

  @Test
  void hostileRecordsDoNotSteerTheTerminal() throws IOException {
    write(
        "a.json",
        """
        {"name": "Any", "type": "pattern", "severity": "info",
         "config": {"field": "raw", "regex": "x"},
         "tests": [{"name": "n", "records": [{"line": "x\\u001b[2J"}], "alerts": []}]}
        """);

    test();

    assertThat(terminal.out()).contains("record 1: x\\u001b[2J").doesNotContain("\u001b");
  }

  @Test
  void checkDoesNotTakeCasesForRules() throws IOException {
    write("guessing.yml", RULES);
    write("guessing.test.yml", TESTS);

    assertThat(terminal.run("rules", "check", folder.toString())).isEqualTo(ExitCode.DONE);
  }
}
