package io.correlator.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
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
            "  key IpAddress is missing or null, and so is source.ip, Event.EventData.IpAddress,"
                + " winlog.event_data.IpAddress");
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

    assertThat(terminal.out()).contains("Failed logon (logon): matches, but is not counted");
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

  private String explained(String text, String record) throws IOException {
    rules = Files.writeString(folder.resolve("other.yml"), text).toString();
    terminal.run("rules", "explain", "--rule", rules, "--record", record);
    return terminal.out();
  }

  @Test
  void saysUnderWhichNameTheRecordHasAField() throws IOException {
    String out =
        explained(
            """
            title: Shell
            logsource: {category: process_creation, product: windows}
            detection: {s: {Image: a, CommandLine: b}, condition: s}
            """,
            "{\"winlog\":{\"channel\":\"Microsoft-Windows-Sysmon/Operational\",\"event_id\":1},"
                + "\"event\":{\"code\":\"1\"},\"process\":{\"executable\":\"x.exe\"}}");

    assertThat(out)
        .contains("  field Image (process.executable) = x.exe\n")
        .containsPattern(
            "  field CommandLine is missing or null, and so is .*process.command_line");
  }

  @Test
  void saysThatOnlyUpperAndLowerCaseDiffer() throws IOException {
    rules =
        Files.writeString(
                folder.resolve("r.json"),
                """
                {"name": "r", "type": "threshold", "severity": "info", "config":
                 {"field": "severity", "value": "error", "count": 2, "window_seconds": 60}}
                {"name": "s", "type": "threshold", "severity": "info", "config":
                 {"field": "parsed.user", "value": "Root", "count": 2, "window_seconds": 60}}
                {"name": "t", "type": "pattern", "severity": "info", "config":
                 {"field": "raw", "regex": "fo+$", "case_sensitive": false}}
                """)
            .toString();
    terminal.run("rules", "explain", "--rule", rules, "--record", "{\"user\": \"root\"}");

    assertThat(terminal.outLines())
        .contains(
            "  counts for r: event_count of r/1, gte 2, within 1m",
            "  log source: any; the record belongs to none that a mapping knows",
            "  - selection condition",
            "    - parsed.user: Root, found root, which differs in upper and lower case",
            "    - raw: /fo+$/i, found {\"user\": \"root\"}");
    assertThat(terminal.outLines()).filteredOn(line -> line.startsWith("s/1 (s/1): ")).hasSize(1);
  }

  @Test
  void saysWhatIsForbiddenAndAwaited() throws IOException {
    String out =
        explained(
            """
            title: One
            name: one
            logsource: {category: process_creation, product: windows}
            detection: {s: {EventID: 1}, condition: s}
            ---
            title: Two
            name: two
            logsource: {category: process_creation, product: windows}
            detection: {s: {EventID: 5}, condition: s}
            ---
            title: Gone
            correlation: {type: event_count, rules: one, timespan: 1m, condition: {gte: 1}}
            correlator: {absence: {expected: [two]}}
            """,
            "{\"Channel\":\"Microsoft-Windows-Sysmon/Operational\",\"EventID\":1}");

    assertThat(out)
        .contains("One (one): matches\n", "  counts for Gone: absence of one, within 1m\n")
        .contains("Two (two): does not match\n", "  is awaited by Gone: absence of one");
  }

  @Test
  void ofARuleThatIsNotAskedSaysNoMoreThanThat() throws IOException {
    String out =
        explained(
            """
            title: Elsewhere
            logsource: {product: nowhere}
            detection: {s: {EventID: 1}, condition: s}
            """,
            "{\"Channel\":\"System\",\"EventID\":1}");

    assertThat(out).contains("is not asked").doesNotContain("field EventID");
    assertThat(terminal.err()).contains("[log-source-unmapped]");
  }

  @Test
  void readsTheFirstRecordOfAFileAlsoIfItIsPacked() throws IOException {
    Path log = folder.resolve("a.log.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(log))) {
      out.write("{\"Channel\":\"Security\",\"EventID\":4625}\n{}\n".getBytes(UTF_8));
    }

    explain("logon", log.toString());
    String first = terminal.out();
    explain("logon", log + ":1");

    assertThat(first).startsWith("record: {\"Channel\":\"Security\",\"EventID\":4625}\n");
    assertThat(terminal.out()).endsWith(first);
  }

  @Test
  void whatLooksLikeAPlaceAndIsNoneIsTold() {
    explain("logon", "nowhere/a.log:7");

    assertThat(terminal.err()).contains("there is no file nowhere/a.log");
  }

  @Test
  void aHugeRecordIsNotShownInFull() {
    explain("logon", "{\"a\": \"" + "x".repeat(100_000) + "\"}");

    assertThat(terminal.out().length()).isLessThan(10_000);
  }

  @Test
  void proposesTheNearestRule() {
    explain("logn", "x");

    assertThat(terminal.err()).contains("there is no rule logn: did you mean 'logon'?");
  }
}
