package io.correlator.rules.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.Fields;
import io.correlator.rules.model.LogSource;
import io.correlator.rules.problem.Problems;
import io.correlator.rules.sigma.SigmaReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MappingTest {
  private static final Fields REGISTRY_KEY =
      Fields.copyOf(
          Map.of(
              "Channel", "Microsoft-Windows-Sysmon/Operational",
              "EventID", 12,
              "EventType", "CreateKey"));

  private static List<String> logSources(Fields event) {
    return Mapping.standard().map(FieldsView.of(event)).logSources().stream()
        .map(LogSource::toString)
        .toList();
  }

  @Test
  void oneEventBelongsToSeveralLogSources() {
    assertThat(logSources(REGISTRY_KEY))
        .containsExactlyInAnyOrder(
            "windows/-/-",
            "windows/-/sysmon",
            "windows/registry_event/sysmon",
            "windows/registry_add/sysmon");
  }

  @Test
  void anEventIsFoundUnderTheNamesThatRulesUse() {
    MappedRecord event =
        Mapping.standard()
            .map(
                FieldsView.of(
                    Fields.copyOf(
                        Map.of(
                            "Channel",
                            "Security",
                            "EventID",
                            "4688",
                            "NewProcessName",
                            "C:\\a.exe"))));

    assertThat(event.value("Image")).isEqualTo("C:\\a.exe");
    assertThat(event.isOf(source("process_creation", "windows"))).isTrue();
    assertThat(event.isOf(source("process_creation", "linux"))).isFalse();
  }

  @Test
  void anEventOfWindowsIsNotWhatAProgramSaysThroughSyslog() {
    Fields said = Fields.of("program", "Service Control Manager");
    Fields event = Fields.builder().put("Channel", "System").put("program", "SCM").build();

    assertThat(logSources(said)).contains("linux/-/syslog");
    assertThat(logSources(event)).containsExactlyInAnyOrder("windows/-/-", "windows/-/system");
  }

  private static LogSource source(String category, String product) {
    return new LogSource(Optional.of(category), Optional.of(product), Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({
    "program, sshd-session, linux/-/sshd",
    "program, nginx, nginx/webserver/nginx",
    "request_method, GET, -/webserver/-",
    "dns.question.name, www.example, -/dns/-",
    "protoPayload.serviceName, iam, gcp/-/gcp.audit"
  })
  void knowsOtherLogs(String field, String value, String expected) {
    assertThat(logSources(Fields.of(field, value))).contains(expected);
  }

  @Test
  void whatNothingIsKnownAboutBelongsToNoLogSource() {
    assertThat(logSources(Fields.of("a", "b"))).isEmpty();
  }

  @Test
  void usersAddTheirOwn() {
    Problems problems = new Problems();
    Mapping own =
        Mapping.read(
                "own.yml",
                """
                title: Shop
                log-sources:
                  - product: shop
                    service: orders
                    when: {app: shop, level|contains: orde}
                    fields: {User: customer}
                placeholders:
                  admins: [root, 'adm_*']
                """,
                problems)
            .orElseThrow();

    MappedRecord record =
        own.and(Mapping.standard())
            .map(
                FieldsView.of(
                    Fields.copyOf(Map.of("app", "shop", "level", "orders", "customer", "jo"))));

    assertThat(problems.all()).isEmpty();
    assertThat(record.logSources()).hasToString("[shop/-/orders]");
    assertThat(record.value("User")).isEqualTo("jo");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "log-source: [] | mapping",
        "log-sources: x | mapping",
        "log-sources: [{when: {a: b}}] | mapping",
        "log-sources: [{product: x, when: {a!contain: b}}] | sigma-unknown-modifier",
        "fields: [a] | mapping",
        "fields: {a: {b: c}} | mapping",
        "- a | mapping"
      })
  void whatIsWrongIsNamed(String text, String id) {
    Problems problems = new Problems();

    assertThat(Mapping.read("own.yml", text.replace('!', '|'), problems)).isEmpty();
    assertThat(problems.all()).extracting(problem -> problem.id().toString()).containsExactly(id);
  }

  @Test
  void aRuleForUnknownLogsIsReported() {
    var file =
        SigmaReader.of()
            .read(
                "r.yml",
                "title: R\nlogsource: {product: teapot}\ndetection: {a: {b: c}, condition: a}\n");
    Problems problems = new Problems();

    Mapping.standard().check(file.rules(), problems);

    assertThat(problems.all())
        .extracting(problem -> problem.id().toString())
        .containsExactly("log-source-unmapped");
  }
}
