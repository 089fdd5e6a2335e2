package io.correlator.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.rules.mapping.Mapping;
import io.correlator.rules.problem.Problem;
import io.correlator.rules.problem.ProblemId;
import io.correlator.rules.problem.Problems;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RuleLintTest {
  private static String rule(String id, String condition) {
    return """
        title: Rule %s
        id: %s
        logsource: {product: linux, service: sshd}
        detection:
          s1: {a: x}
          s2: {b: y}
          condition: %s
        """
        .formatted(id, id, condition);
  }

  private static List<ProblemId> lint(String text) {
    return RuleLint.check(Rules.parse(Mapping.standard(), Map.of("rules.yml", text))).stream()
        .map(Problem::id)
        .toList();
  }

  @Test
  void hasNothingToSayAboutAnOrdinaryRule() {
    assertThat(lint(rule("r", "s1 and not s2"))).isEmpty();
  }

  @Test
  void seesThatAConditionContradictsItself() {
    assertThat(lint(rule("r", "s1 and s2 and not s1")))
        .containsExactly(ProblemId.RULE_NEVER_MATCHES);
    assertThat(lint(rule("r", "s1 and (s2 and not (s1))")))
        .containsExactly(ProblemId.RULE_NEVER_MATCHES);
    assertThat(lint(rule("r", "1 of s* and not 1 of s*")))
        .containsExactly(ProblemId.RULE_NEVER_MATCHES);
  }

  @Test
  void seesThatAConditionHoldsForEverything() {
    assertThat(lint(rule("r", "s1 or not s1 or s2")))
        .containsExactly(ProblemId.RULE_ALWAYS_MATCHES);
    assertThat(lint(rule("r", "not (s1 and not s1)")))
        .containsExactly(ProblemId.RULE_ALWAYS_MATCHES);
  }

  @Test
  void seesThatTwoRulesHaveOneTitle() {
    assertThat(lint(rule("r", "s1 and s2") + "---\n" + rule("r", "s2").replace("id: r", "id: q")))
        .containsExactly(ProblemId.RULE_SAME_TITLE);
  }

  @Test
  void warnsOfTheOrderOfEventsInLogsWithoutFractionsOfSeconds() {
    String sequence =
        """
        ---
        title: Sequence
        correlation: {type: temporal_ordered, rules: [p, q], timespan: 1m}
        """;
    String rules = rule("p", "s1 or s2") + "---\n" + rule("q", "s1 and s2");

    assertThat(lint(rules + sequence)).containsExactly(ProblemId.CORRELATION_SAME_SECOND);
    assertThat(lint(rules + sequence.replace("_ordered", ""))).isEmpty();
  }

  @Test
  void seesThatNobodyCallsARuleByItsName() {
    String named = rule("r", "s1 and s2").replace("id: r", "id: r\nname: named");
    String count =
        "---\ntitle: Many\ncorrelation: {type: event_count, rules: %s, timespan: 1m, condition: {gte:"
            + " 2}}\n";
    String filter =
        """
        ---
        title: Not here
        logsource: {product: linux, service: sshd}
        filter: {rules: named, s: {host: here}, condition: not s}
        """;

    assertThat(lint(named)).containsExactly(ProblemId.RULE_UNUSED_NAME);
    assertThat(lint(named + count.formatted("r"))).containsExactly(ProblemId.RULE_UNUSED_NAME);
    assertThat(lint(named + count.formatted("named"))).isEmpty();
    assertThat(lint(named + filter)).isEmpty();
  }

  @Test
  void seesAFieldThatEventsDoNotHaveAndSaysWhichOneIsNear() {
    String rule =
        """
        title: Typo
        logsource: {product: windows, category: process_creation}
        detection:
          s: {Image|endswith: x, Comandline|contains: y, parsed.user: z}
          condition: s
        """;

    List<Problem> problems =
        RuleLint.check(Rules.parse(Mapping.standard(), Map.of("rules.yml", rule)));

    assertThat(problems)
        .singleElement()
        .asString()
        .contains("have no field 'Comandline'; did you mean 'Com")
        .endsWith("[rule-unknown-field]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "product: linux, category: process_creation | Image | Comandline",
        "product: macos, category: file_event | TargetFilename | Filename",
        "product: linux, service: auditd | a1 | arg1",
        "category: webserver | cs-uri-query | cs-uri-qery",
        "category: webserver, product: apache | cs-method | method-cs",
        "category: proxy | c-useragent | c-user-agent",
        "product: aws, service: cloudtrail | requestParameters.ipPermissions.items | requestParameter.x",
        "product: aws, service: cloudtrail | responseElements | EventName",
        "product: okta, service: okta | debugContext.debugData.behaviors | eventtype",
        "product: kubernetes, category: application, service: audit | objectRef.resource | apiGroup",
        "product: gcp, service: gcp.audit | gcp.audit.method_name | protoPayloads.methodName",
        "product: zeek, service: conn | id.resp_p | id_resp_p",
        "product: zeek, service: dns | qtype_name | qtypename",
        "product: zeek, service: http | resp_mime_types | mime_types",
        "product: zeek, category: proxy, service: http | resp_mime_types | mime_types",
        "product: zeek, service: dce_rpc | endpoint | end_point",
        "product: zeek, service: smb_files | times.modified | filename",
        "product: zeek, service: kerberos | request_type | req_type",
        "product: zeek, service: rdp | cookie | cookies",
        "product: zeek, service: x509 | certificate.serial | serial"
      })
  void knowsTheFieldsOfOtherSystemsToo(String logSource, String right, String wrong) {
    String rule = "{title: r, logsource: {%s}, detection: {s: {%s: x, host: y}, condition: s}}";

    assertThat(lint(rule.formatted(logSource, right))).isEmpty();
    assertThat(lint(rule.formatted(logSource, wrong)))
        .containsExactly(ProblemId.RULE_UNKNOWN_FIELD);
  }

  @Test
  void knowsNothingOfFieldsWhereRecordsAreMappedOtherwise() {
    String rule =
        """
        title: Own names
        logsource: {product: windows, category: process_creation}
        detection: {s: {cmd: y}, condition: s}
        """;
    Mapping own =
        Mapping.standard()
            .and(
                Mapping.read(
                        "own.yml",
                        "log-sources: [{product: windows, category: process_creation}]",
                        new Problems())
                    .orElseThrow());

    assertThat(RuleLint.check(Rules.parse(own, Map.of("rules.yml", rule)))).isEmpty();
  }
}
