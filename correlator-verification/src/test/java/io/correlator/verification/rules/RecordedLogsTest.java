package io.correlator.verification.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.source.FormatContext;
import io.correlator.rules.Alert;
import io.correlator.rules.RuleSet;
import io.correlator.rules.Rules;
import io.correlator.rules.RulesModule;
import io.correlator.sources.format.AutoFormat;
import io.correlator.testkit.TestPipeline;
import io.correlator.verification.sshd.Corpora;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * All published rules on logs that are not of Windows. Nobody has said what they should find there:
 * what they found was read, and is kept here.
 */
final class RecordedLogsTest {
  private static final FormatContext CONTEXT =
      new FormatContext(ZoneOffset.UTC, Instant.parse("2026-03-05T00:00:00Z"));

  private static @Nullable RuleSet rules;

  @BeforeAll
  static void load() {
    rules = Rules.load(Corpora.file("sigma/rules"));
  }

  private static Map<String, Integer> found(List<Path> files) throws IOException {
    TestPipeline pipeline =
        TestPipeline.running(RulesModule.of(java.util.Objects.requireNonNull(rules)))
            .reading(new AutoFormat(), CONTEXT);
    for (Path file : files) {
      Files.readAllLines(file).forEach(pipeline::feed);
    }
    pipeline.finish();
    Map<String, Integer> found = new TreeMap<>();
    pipeline
        .events("Alert")
        .forEach(event -> found.merge(((Alert) event.event()).rule().title(), 1, Integer::sum));
    System.out.println(found);
    return found;
  }

  @Test
  void findsRolesThatWereAssumedInTheTrailOfACloud() throws IOException {
    assertThat(
            found(
                List.of(
                    Corpora.file(
                        "cloud-linux-events/ec2_proxy_s3_exfiltration_2020-09-14011940.json"))))
        .containsExactly(Map.entry("AWS STS AssumeRole Misuse", 11));
  }

  @Test
  void findsWhatAnExploitOfLog4jRanInSysmonForLinux() throws IOException {
    assertThat(
            found(
                List.of(
                    Corpora.file(
                        "cloud-linux-events/syslog_sysmon_log4shell_cve2021_44228_jndi_reference_2022-05-11181020.json"))))
        .isEqualTo(
            Map.of(
                "Decode Base64 Encoded Text", 1,
                "Linux Reverse Shell Indicator", 1,
                "Local Groups Discovery - Linux", 2,
                "Suspicious Java Children Processes", 1));
  }

  @Test
  void findsItInTheAuditLog() throws IOException {
    assertThat(
            found(
                List.of(
                    Corpora.file(
                        "cloud-linux-events/syslog_auoms_auditd_log4shell_cve2021_44228_jndi_reference_2022-05-11181020.json"))))
        .isEqualTo(Map.of("Decode Base64 Encoded Text", 1, "Local Groups Discovery - Linux", 2));
    assertThat(found(logs("auditd-")))
        .isEqualTo(Map.of("Program Executions in Suspicious Folders", 1));
  }

  @Test
  void findsAttacksInLinesOfWebServers() throws IOException {
    assertThat(found(logs("apache", "nginx", "http-", "spring4shell", "CVE-2022", "ipv6-")))
        .containsAllEntriesOf(
            Map.of(
                "Java Payload Strings", 4,
                "JNDIExploit Pattern", 1,
                "Log4j RCE CVE-2021-44228 Generic", 3,
                "Log4j RCE CVE-2021-44228 in Fields", 3));
  }

  @Test
  void findsACommandThatWasGivenToASwitch() throws IOException {
    assertThat(
            found(
                List.of(
                    Corpora.file(
                        "sigma/regression/rules/cisco/aaa/cisco_cli_dot1x_disabled/ef0ff092-a24a-4fbc-beea-06c08d53e085.raw"))))
        .isEqualTo(Map.of("Cisco Dot1x Disabled", 1));
  }

  /** The logs of the tests whose names begin so. */
  private static List<Path> logs(String... prefixes) throws IOException {
    Path tests = Corpora.file("crowdsec/tests");
    try (var files = Files.walk(tests, 2)) {
      return files
          .filter(file -> file.toString().endsWith(".log"))
          .filter(
              file ->
                  List.of(prefixes).stream()
                      .anyMatch(tests.relativize(file).toString()::startsWith))
          .sorted()
          .toList();
    }
  }
}
