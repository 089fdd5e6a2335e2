package io.correlator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RulesTest {
  private static final String LINE =
      "Mar  1 07:14:03 gate sshd[2113]: Failed password for root from 203.0.113.7 port 5 ssh2\n";
  private static final String LATER = "Mar  1 07:20:00 gate cron[2]: nothing\n";
  private static final String PATTERN =
      """
      {"name": "Failed SSH Login", "type": "pattern", "severity": "warning",
       "config": {"field": "raw", "regex": "failed password", "case_sensitive": false}}
      """;
  private static final String MISSING =
      """
      {"name": "No login after failures", "type": "absence", "severity": "warning",
       "config": {"condition": {"field": "raw", "regex": "Failed"},
                  "expected": {"field": "raw", "regex": "Accepted"}, "within_seconds": 60}}
      """;
  private static final String SIGMA =
      """
      title: Failed login
      name: failed
      logsource: {product: linux, service: sshd}
      detection:
        keywords: ['Failed password']
        condition: keywords
      ---
      title: Guessing
      correlation: {type: event_count, rules: failed, timespan: 1m, condition: {gte: 3}}
      """;

  private final FakeTerminal terminal = FakeTerminal.redirected();

  @TempDir Path folder;

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  @Test
  void processTellsAtTheEndWhatIsMissingIfAskedTo() throws IOException {
    String rules = file("rules.json", MISSING);
    String log = file("a", LINE);

    int exitCode =
        terminal.run("process", "--year", "2026", "--rules", rules, "--output", "jsonl", log);
    assertThat(exitCode).isEqualTo(ExitCode.DONE);
    assertThat(terminal.outLines()).isEmpty();

    terminal.run(
        "process", "--close-at-end", "--year", "2026", "--rules", rules, "--output", "jsonl", log);

    assertThat(terminal.outLines())
        .singleElement()
        .asString()
        .contains("\"timestamp\":\"2026-03-01T07:15:03Z\"", "\"flags\":[\"at-end\"]");
  }

  @Test
  void processFindsWhatRulesSay() throws IOException {
    String rules = file("rules.json", PATTERN);

    int exitCode =
        terminal.run(
            "process", "--year", "2026", "--rules", rules, "--output", "jsonl", file("a", LINE));

    assertThat(exitCode).isEqualTo(ExitCode.DONE);
    assertThat(terminal.outLines())
        .singleElement()
        .asString()
        .contains(
            "\"type\":\"Alert\"",
            "\"severity\":\"warning\"",
            "\"rule\":{\"id\":\"Failed SSH Login\"",
            "\"pattern\":\"failed password\"");
  }

  @Test
  void processTellsAsManyAlertsOfARuleAsTheQuotaSays() throws IOException {
    String rules = file("rules.json", PATTERN);
    String log = file("a", LINE.repeat(5));

    int exitCode =
        terminal.run(
            "process",
            "--year",
            "2026",
            "--alert-quota",
            "2/1m",
            "--rules",
            rules,
            "--output",
            "jsonl",
            log);

    assertThat(exitCode).isEqualTo(ExitCode.DONE);
    assertThat(terminal.outLines())
        .filteredOn(line -> line.contains("\"type\":\"Alert\""))
        .hasSize(2);
    assertThat(terminal.outLines()).hasSize(3).last().asString().contains("Quota");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2", "2/", "/1m", "0/1m", "70000/1m", "2/0s", "2/1m/3"})
  void processNamesAQuotaThatItCannotRead(String quota) throws IOException {
    int exitCode =
        terminal.run(
            "process", "--alert-quota", quota, "--rules", file("r.json", PATTERN), file("a", LINE));

    assertThat(exitCode).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.err()).contains("--alert-quota: cannot read '" + quota + "'", "100/1m");
  }

  @Test
  void anAlertTellsWhatItIsAboutBesideItsType() throws IOException {
    String rules =
        file(
            "rules.json",
            """
            {"name": "Guessing", "type": "threshold", "severity": "critical", "tags": ["a.b"],
             "config": {"field": "parsed.event_type", "value": "auth_fail", "count": 2,
                        "window_seconds": 60, "group_by": "parsed.src_ip"}}
            """);
    String log =
        file("auth.log", "Mar  1 07:14:00 gate cron[2]: nothing..\n" + LINE.repeat(3) + LATER);

    terminal.run("process", "--year", "2026", "--rules", rules, "--output", "jsonl", log);

    assertThat(terminal.outLines().get(0))
        .startsWith("{\"type\":\"Alert\",")
        .containsPattern("\"id\":\"[0-9a-f]{32}\"")
        .contains(
            "\"rule\":{\"id\":\"Guessing\",\"title\":\"Guessing\",\"level\":\"critical\","
                + "\"tags\":[\"a.b\"]},\"key\":{\"parsed.src_ip\":\"203.0.113.7\"},\"flags\":[]",
            "{\"source\":\"" + log + "\",\"offset\":40,\"line\":2",
            "\"line\":3,\"raw\":\"Mar  1 07:14:03");
    assertThat(terminal.outLines().get(1)).contains("\"type\":\"AlertClosed\"", "\"rule\":{");
  }

  @Test
  void theExamplesOfRulesWorkOnOrdinaryLogs() throws IOException {
    String rules =
        file(
            "rules.json",
            """
            {"name": "Failed SSH Login", "type": "pattern", "severity": "warning",
             "config": {"field": "raw", "regex": "Failed password", "case_sensitive": false}}
            {"name": "Brute Force Detection", "type": "threshold", "severity": "critical",
             "config": {"field": "parsed.event_type", "value": "auth_fail", "count": 5, "window_seconds": 60}}
            {"name": "Compromised Account", "type": "correlation", "severity": "critical",
             "config": {"conditions": [{"field": "parsed.event_type", "value": "auth_fail"},
                                       {"field": "parsed.event_type", "value": "privileged_access"}],
                        "within_seconds": 300}}
            """);
    String sudo =
        "Mar  1 07:14:05 gate sudo: bob : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/sh\n";
    String log = file("auth.log", LINE.repeat(5) + sudo);

    terminal.run("process", "--year", "2026", "--rules", rules, "--output", "jsonl", log);

    assertThat(terminal.outLines())
        .filteredOn(line -> line.contains("\"type\":\"Alert\""))
        .extracting(line -> line.replaceFirst(".*\"rule\":\\{\"id\":\"([^\"]*)\".*", "$1"))
        .containsExactly(
            "Failed SSH Login",
            "Failed SSH Login",
            "Failed SSH Login",
            "Failed SSH Login",
            "Failed SSH Login",
            "Brute Force Detection",
            "Compromised Account");
  }

  @Test
  void usersMayTellOfKindsOfRecordsOfTheirOwn() throws IOException {
    String rules =
        file(
            "rules.json",
            """
            {"name": "Door", "type": "threshold", "severity": "info",
             "config": {"field": "parsed.event_type", "value": "door", "count": 1, "window_seconds": 1}}
            """);
    String classes =
        file(
            "doors.yml",
            "classes: [{when: {message|startswith: 'open '}, set: {event_type: door}}]");
    String wrong = file("wrong.yml", "classes: [{sets: {event_type: door}}]");
    String log = file("a", "open sesame\n");

    terminal.run("process", "--rules", rules, "--mapping", classes, log);
    int exitCode = terminal.run("process", "--rules", rules, "--mapping", wrong, log);

    assertThat(terminal.outLines()).singleElement().asString().contains("Alert  Door");
    assertThat(exitCode).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.err()).contains("--mapping: ", "wrong.yml:1:12", "did you mean 'set'?");
  }

  @Test
  void processTellsOfRulesThatNothingCanMatch() throws IOException {
    String rules = file("rules.yml", SIGMA.replace("sshd", "telepathy"));

    assertThat(terminal.run("process", "--rules", rules, file("a", LINE))).isEqualTo(ExitCode.DONE);

    assertThat(terminal.err()).contains("--rules: 1 never match");
  }

  @Test
  void processCorrelates() throws IOException {
    String rules = file("rules.yml", SIGMA);

    terminal.run("process", "--year", "2026", "--rules", rules, file("a", LINE.repeat(3)));

    assertThat(terminal.outLines()).singleElement().asString().contains("Alert  Guessing");
  }

  @Test
  void processGoesOnWithTheRulesThatAreRight() throws IOException {
    String wrong = file("wrong.json", PATTERN.replace("regex", "regexp"));
    String right = file("right.json", PATTERN);

    int exitCode = terminal.run("process", "--rules", wrong, "--rules", right, file("a", LINE));

    assertThat(exitCode).isEqualTo(ExitCode.INCOMPLETE);
    assertThat(terminal.outLines()).hasSize(1);
    assertThat(terminal.err()).contains("wrong.json:2:29: error: unknown key 'regexp'");
  }

  @Test
  void processWantsRulesThatAreThere() throws IOException {
    int exitCode =
        terminal.run("process", "--rules", folder.resolve("no").toString(), file("a", LINE));

    assertThat(exitCode).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.err()).contains("no such file or folder");
  }

  @Test
  void checkTellsWhatIsWrong() throws IOException {
    file("wrong.json", PATTERN.replace("warning", "dire"));
    file("right.yml", SIGMA);

    assertThat(terminal.run("rules", "check", folder.toString())).isEqualTo(ExitCode.INCOMPLETE);

    assertThat(terminal.outLines().get(0))
        .contains("wrong.json:1:61: error: 'severity' cannot be 'dire'", "[json-rule-value]");
    assertThat(terminal.outLines()).last().isEqualTo("2 rules, 0 disabled, 1 error, 0 warnings");
  }

  @Test
  void checkKnowsLogSourcesOfOnesOwn() throws IOException {
    String rule =
        file(
            "till.yml",
            "{title: Refused, logsource: {product: shop}, detection: {s: [refused], condition: s}}");
    String mapping = file("shop.txt", "log-sources: [{product: shop, when: {program: till}}]");

    terminal.run("rules", "check", rule);
    assertThat(terminal.out()).contains("[log-source-unmapped]");

    FakeTerminal second = FakeTerminal.redirected();
    second.run("rules", "check", "--mapping", mapping, rule);
    assertThat(second.out()).startsWith("1 rule, 0 disabled, 0 errors, 0 warnings");

    FakeTerminal third = FakeTerminal.redirected();
    third.run("process", "--mapping", mapping, file("log", "x\n"));
    assertThat(third.err()).contains("--mapping: does something only with --rules");
  }

  @Test
  void aFolderWithoutRulesIsTold() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));

    assertThat(terminal.run("rules", "check", empty.toString())).isEqualTo(ExitCode.DONE);

    assertThat(terminal.outLines())
        .containsExactly(
            empty
                + ": warning: the folder holds no rules; files of rules end in .yml, .yaml or"
                + " .json [rule-folder-empty]",
            "0 rules, 0 disabled, 0 errors, 1 warning");
  }

  @Test
  void checkIsDoneWhenNothingIsWrong() throws IOException {
    assertThat(terminal.run("rules", "check", file("a.json", PATTERN))).isEqualTo(ExitCode.DONE);

    assertThat(terminal.out()).startsWith("1 rule, 0 disabled, 0 errors, 0 warnings");
  }
}
