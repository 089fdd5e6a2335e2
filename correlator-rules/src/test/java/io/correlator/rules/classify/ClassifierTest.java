package io.correlator.rules.classify;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.rules.detection.RecordView;
import io.correlator.rules.problem.Problem;
import io.correlator.rules.problem.ProblemId;
import io.correlator.rules.problem.Problems;
import io.correlator.rules.yaml.YamlNode;
import io.correlator.rules.yaml.YamlReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClassifierTest {
  private static Classification said(String program, String message) {
    Map<String, Object> parts = new HashMap<>(Map.of("message", message, "raw", message));
    if (!program.isEmpty()) {
      parts.put("program", program);
    }
    return Classifier.standard().open().of(new Parts(parts));
  }

  private record Parts(Map<String, Object> values) implements RecordView {
    @Override
    public @Nullable Object value(String field) {
      return values.get(field);
    }

    @Override
    public List<String> texts() {
      return List.of();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          sshd | Failed password for root from 192.0.2.1 port 22 ssh2 | auth_fail
          sshd | Failed publickey for root from 192.0.2.1 port 22 ssh2: RSA 1e:fe | auth_attempt
          sshd | message repeated 3 times: [ Failed password for root from 192.0.2.1 port 22 ssh2] | auth_fail
          sshd | [ID 800047 auth.info] Failed password for root from 192.0.2.1 port 22 ssh2 | auth_fail
          sshd | pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=192.0.2.1 | pam_auth_fail
          sshd | PAM 2 more authentication failures; logname= uid=0 euid=0 tty=ssh ruser= rhost=192.0.2.1 | pam_auth_fail
          sshd | Connection closed by authenticating user root 192.0.2.1 port 22 [preauth] | connection_closed
          sshd | Accepted publickey for bob from 192.0.2.1 port 22 ssh2: ED25519 SHA256:x | auth_success
          sshd | pam_unix(sshd:session): session opened for user bob by (uid=0) | session_open
          sudo | bob : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/sh | privileged_access
          sudo | bob : 3 incorrect password attempts ; TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/sh | privileged_access_denied
          sudo | pam_unix(sudo:auth): authentication failure; logname=bob uid=1 euid=0 tty=/dev/pts/0 ruser=bob rhost=  user=bob | auth_fail
          su | (to root) bob on pts/0 | privileged_access
          su | FAILED SU (to root) bob on pts/0 | auth_fail
          su | (to www) bob on pts/0 |
          useradd | new user: name=eve, UID=1001 | account_change
          kernel | [1.2] [UFW BLOCK] IN=eth0 OUT= MAC= SRC=192.0.2.4 DST=198.51.100.2 PROTO=TCP SPT=1 DPT=22 | firewall_drop
          mysqld | 2026-01-01 0:00:00 8 [ERROR] table is full | db_error
          mysqld | 2026-01-01 0:00:00 8 [Warning] Access denied for user 'x'@'192.0.2.4' (using password: YES) | auth_fail
          nobody | ERROR the disk is full | error
          `` | ERROR 2025-02-03T12:00:00 Critical database failure | error
          `` | 2025-02-03 12:00:00,123 WARN [main] slow | warning
          `` | 2025-02-03 12:00:00,123 INFO [main] no error here |
          `` | all is well |
          """)
  void tellsWhatKindOfEventALineIs(String program, String message, String type) {
    assertThat(said(program, message).value("event_type").orElse(null)).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Failed password for invalid user a from 192.0.2.9 port 1 ssh2 from 192.0.2.1 port 22 ssh2
          Failed password for invalid user a from 192.0.2.9 port 1 ssh2: from 192.0.2.1 port 22 ssh2
          Failed password for root from 192.0.2.1 port 22 ssh1: ruser from 192.0.2.9
          Failed password for invalid user from 192.0.2.9 from 192.0.2.1 port 22 ssh2
          Failed password for invalid user  from 192.0.2.1 port 22 ssh2
          Failed password for root from ::ffff:192.0.2.1 port 22 ssh2
          Invalid user a from 192.0.2.9 from 192.0.2.1 port 22
          Connection closed by invalid user a 192.0.2.9 port 1 192.0.2.1 port 22 [preauth]
          """)
  void aNameThatLooksLikeAnOriginIsNotOne(String message) {
    assertThat(said("sshd", message).value("src_ip")).contains("192.0.2.1");
  }

  @Test
  void findsBothEndsOfWhatAFirewallStopped() {
    Classification said =
        said("kernel", "[1] IN=eth0 OUT= SRC=192.0.2.4 DST=2001:db8::1 PROTO=TCP SPT=5 DPT=22");

    assertThat(said.value("src_ip")).contains("192.0.2.4");
    assertThat(said.value("dst_ip")).contains("2001:db8::1");
    assertThat(said.value("dst_port")).contains("22");
  }

  @Test
  void readsALineOfAWebServer() {
    Classification said =
        said(
            "",
            "192.0.2.4 - - [01/Jan/2026:00:00:00 +0000] \"GET /a?b=%27 HTTP/1.1\" 404 12 \"-\""
                + " \"curl \\\"8\\\"\"");

    assertThat(said.value("src_ip")).contains("192.0.2.4");
    assertThat(said.value("http_uri")).contains("/a?b=%27");
    assertThat(said.value("http_query")).contains("b=%27");
    assertThat(said.value("http_status")).contains("404");
    assertThat(said.value("http_user_agent")).contains("curl \\\"8\\\"");
  }

  @Test
  void readsTheAuditLog() {
    Classification said =
        said(
            "",
            "type=SYSCALL msg=audit(1.5:9): arch=c000003e exe=\"/usr/bin/id\" key=(null) a0=61 b=\"c");

    assertThat(said.value("type")).contains("SYSCALL");
    assertThat(said.value("exe")).contains("/usr/bin/id");
    assertThat(said.value("b")).contains("\"c");
  }

  @Test
  void readsAnEventInXml() {
    Classification said =
        said(
            "",
            "<Event><System><Provider Name=\"Linux-Sysmon\"/><EventID>1</EventID></System>"
                + "<EventData><Data Name=\"Empty\"/><Data Name=\"CommandLine\">a &gt; b</Data>"
                + "<Data Name=\"Open\">x");

    assertThat(said.value("EventID")).contains("1");
    assertThat(said.value("Provider_Name")).contains("Linux-Sysmon");
    assertThat(said.value("CommandLine")).contains("a > b");
    assertThat(said.value("Open")).isEmpty();
  }

  @Test
  void anAddressHasNoPortAndNoName() {
    RecordView record =
        new Parts(Map.of("client", "a phone", "remote", "[2001:db8::1]:443", "message", ""));

    assertThat(Classifier.standard().open().of(record).value("src_ip")).contains("2001:db8::1");
  }

  @Test
  void theClassesOfUsersComeFirst() {
    Classifier mine =
        read(
            """
            classes:
              - when: {program: sshd, message|startswith: 'Failed '}
                set: {event_type: mine}
                extract: {message: 'port (?P<door>\\d+)'}
            """);
    RecordView record =
        new Parts(
            Map.of(
                "program", "sshd", "message", "Failed password for a from 192.0.2.1 port 22 ssh2"));
    Classification said = mine.and(Classifier.standard()).open().of(record);

    assertThat(said.value("event_type")).contains("mine");
    assertThat(said.value("door")).contains("22");
    assertThat(said.value("src_ip")).contains("192.0.2.1");
  }

  private static Classifier read(String text) {
    Problems problems = new Problems();
    Classifier read = read(text, problems);
    assertThat(problems.all()).isEmpty();
    return read;
  }

  private static Classifier read(String text, Problems problems) {
    YamlNode document = YamlReader.read("a.yml", text, problems).get(0);
    return Classifier.read((YamlNode.Entries) document, problems);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          classes: 1
          classes: [{when: {program: a}}]
          classes: [{when: {program: a}, sets: {b: c}}]
          classes: [{extract: {message: '(?P<a>(?=x))'}}]
          classes: [{extract: {message: 'no group'}}]
          classes: [{set: {a: [b, c]}}]
          classes: [1]
          """)
  void whatIsWrongIsRefused(String text) {
    Problems problems = new Problems();

    assertThat(read(text, problems).size()).isZero();
    assertThat(problems.all()).extracting(Problem::id).contains(ProblemId.CLASSIFIER);
  }
}
