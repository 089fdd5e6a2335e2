package io.correlator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExplainRulesCommandTest {
  private static final String RULES =
      """
      title: Failed logon
      id: logon
      logsource: {product: windows, service: security}
      detection:
        selection: {EventID: 4625, LogonType: [2, 10]}
        filter: {TargetUserName|endswith: '$'}
        condition: selection and not filter
      ---
      title: Many failed logons
      id: many
      correlation:
        {type: event_count, rules: logon, group-by: IpAddress, timespan: 1m, condition: {gte: 5}}
      """;

  private final FakeTerminal terminal = FakeTerminal.redirected();

  @TempDir Path folder;
  private String rules = "";

  @BeforeEach
  void write() throws IOException {
    rules = Files.writeString(folder.resolve("rules.yml"), RULES).toString();
  }

  private int explain(String rule, String record) {
    return terminal.run("rules", "explain", "--rules", rules, "--rule", rule, "--record", record);
  }

  @Test
  void saysWhatDecided() {
    int exitCode =
        explain(
            "logon",
            "{\"Channel\":\"Security\",\"EventID\":4625,\"LogonType\":3,\"TargetUserName\":\"eve\"}");

    assertThat(exitCode).isEqualTo(ExitCode.DONE);
    assertThat(terminal.outLines())
        .contains(
            "Failed logon (logon): does not match",
            "  field EventID = 4625",
            "  field LogonType = 3",
            "  field TargetUserName = eve")
        .anyMatch(line -> line.contains("- LogonType: 2, found 3"))
        .anyMatch(line -> line.contains("- selection selection"))
        .noneMatch(line -> line.contains("+ EventID"));
  }

  @Test
  void saysThatARecordIsOfAnotherLogSource() {
    explain("logon", "{\"Channel\":\"System\",\"EventID\":4625}");

    assertThat(terminal.outLines())
        .contains("Failed logon (logon): is not asked, because the record is of another log source")
        .anyMatch(line -> line.startsWith("  log source: windows/-/security; the record belongs"));
  }

  @Test
  void ofACorrelationExplainsItsRulesAndTheKey() {
    explain("many", "{\"Channel\":\"Security\",\"EventID\":4625,\"LogonType\":2}");

    assertThat(terminal.outLines())
        .contains(
            "Failed logon (logon): matches, but is not counted: the key is incomplete",
            "  key IpAddress is missing or null");
  }

  @Test
  void readsARecordOfSeveralLinesByAnyOfThem() throws IOException {
    Path log = folder.resolve("events.json");
    Files.writeString(
        log,
        """
        {
          "Channel": "System",
          "EventID": 7036
        }
        {
          "Channel": "Security",
          "EventID": 4625
        }
        """);

    explain("logon", log + ":5");
    String byItsFirstLine = terminal.out();
    explain("logon", log + ":7");

    assertThat(byItsFirstLine).contains("4625").doesNotContain("7036");
    assertThat(terminal.out()).endsWith(byItsFirstLine);
  }

  @Test
  void readsALineOfAFile() throws IOException {
    Path log =
        Files.writeString(
            folder.resolve("a.log"),
            "{}\n{\"Channel\":\"Security\",\"EventID\":4625,\"LogonType\":10}\n");

    terminal.run("rules", "explain", "--rule", rules, "--record", log + ":2");

    assertThat(terminal.out()).contains("Failed logon (logon): matches\n");
  }

  @Test
  void hostileRecordsDoNotSteerTheTerminal() {
    explain("logon", "{\"Channel\":\"Security\",\"EventID\":\"\\u001b[2J\\u202e\"}\u001b");

    assertThat(terminal.out().codePoints().filter(c -> c != '\n').filter(Character::isISOControl))
        .isEmpty();
    assertThat(terminal.out()).doesNotContain("\u202e");
  }

  @Test
  void namesARuleThatIsNotThere() {
    assertThat(explain("nobody", "x")).isEqualTo(ExitCode.USAGE);

    assertThat(terminal.err()).contains("there is no rule nobody");
  }
}
