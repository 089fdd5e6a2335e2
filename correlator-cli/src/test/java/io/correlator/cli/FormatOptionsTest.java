package io.correlator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FormatOptionsTest {
  private static final String FORMATS =
      """
      formats:
        - name: shop
          pattern: '%{ISO8601:at} %{PROGRAM:app} %{REST:text}'
          time: at
          program: app
          message: text
      """;
  private static final String RULE =
      """
      title: Refused
      logsource: {product: linux, service: syslog}
      detection:
        refused: {message|contains: refused}
        condition: refused
      """;

  private final FakeTerminal terminal = FakeTerminal.redirected();

  @TempDir Path folder;

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  @Test
  void processReadsAFormatOfOnesOwnWithTracesAndReplaysIt() throws IOException {
    String formats = file("formats.yml", FORMATS);
    String rules = file("refused.yml", RULE);
    String log =
        file(
            "a",
            "2026-03-01T07:28:03Z till failed\n\tat a.B: refused\n2026-03-01T07:28:04Z till x\n");
    String capture = folder.resolve("capture").toString();

    terminal.run(
        "process",
        "--formats",
        formats,
        "--format",
        "shop",
        "--multiline",
        "traces",
        "--rules",
        rules,
        "--output",
        "jsonl",
        "--capture",
        capture,
        log);
    assertThat(terminal.outLines()).hasSize(1);
    assertThat(terminal.outLines().get(0)).contains("2026-03-01T07:28:03");

    FakeTerminal again = FakeTerminal.redirected();
    again.run("replay", "--formats", formats, "--rules", rules, "--output", "jsonl", capture);
    assertThat(again.outLines()).isEqualTo(terminal.outLines());
  }

  @Test
  void aRegexTellsWhereRecordsBegin() throws IOException {
    String rules = file("refused.yml", RULE);
    String log = file("a", "2026-03-01T07:28:03Z h app: x\nand refused\n");

    terminal.run(
        "process", "--multiline", "start=^\\d{4}-", "--rules", rules, "--output", "jsonl", log);
    assertThat(terminal.outLines()).hasSize(1);
  }

  @Test
  void casesAndExplanationsKnowFormatsAndLogSourcesOfOnesOwn() throws IOException {
    String formats = file("formats.yml", FORMATS);
    String rule = file("refused.yml", RULE.replace("linux, service: syslog", "shop"));
    String mapping = file("shop.txt", "log-sources: [{product: shop, when: {program: till}}]");
    String cases =
        file(
            "refused.test.yml",
            """
            mapping: shop.txt
            formats: formats.yml
            tests:
              - name: an order is refused
                records: [{format: shop, line: '2026-03-01T07:28:03Z till refused'}]
                alerts: [{rule: Refused, time: '2026-03-01T07:28:03Z'}]
            """);

    assertThat(terminal.run("rules", "test", cases))
        .describedAs(terminal.out())
        .isEqualTo(ExitCode.DONE);
    FakeTerminal second = FakeTerminal.redirected();
    second.run(
        "rules",
        "explain",
        "--rule",
        rule,
        "--formats",
        formats,
        "--mapping",
        mapping,
        "--format",
        "shop",
        "--record",
        "2026-03-01T07:28:03Z till refused");
    assertThat(second.out()).contains("Refused", "matches").doesNotContain("does not match");
  }

  @Test
  void whatACaseIsAboutMustBeRight() throws IOException {
    file("refused.yml", RULE);
    file("wrong.txt", "log-source: []");
    String cases =
        file(
            "refused.test.yml",
            "{mapping: [wrong.txt, none.txt], tests: [{name: a, records: [{line: x}], alerts: []}]}");

    assertThat(terminal.run("rules", "test", cases)).isEqualTo(ExitCode.INCOMPLETE);

    assertThat(terminal.out())
        .contains("wrong.txt:1:1: error: unknown key 'log-source'; did you mean 'log-sources'?")
        .contains("none.txt: error: cannot be read: ");
  }

  @Test
  void mistakesAreNamed() throws IOException {
    String formats = file("formats.yml", "formats: [{name: auto, pattern: x}]");
    String wrong = file("wrong.yml", "formats: [{name: a, pattern: '%{IPP}'}]");

    assertThat(
            terminal.run(
                "process", "--formats", formats, "--formats", wrong, "--multiline", "all", "x"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(terminal.err())
        .contains("there is a format 'auto' already")
        .contains("wrong.yml:1:30: error: the pattern cannot be used")
        .contains("did you mean 'IP'?");

    FakeTerminal second = FakeTerminal.redirected();
    second.run("process", "--multiline", "all", "x");
    assertThat(second.err()).contains("--multiline: cannot read 'all': write traces, headers or");

    FakeTerminal third = FakeTerminal.redirected();
    third.run("process", "--multiline", "start=(", "x");
    assertThat(third.err()).contains("--multiline: the expression cannot be used: missing )");
  }
}
