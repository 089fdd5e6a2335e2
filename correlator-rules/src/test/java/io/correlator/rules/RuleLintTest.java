package io.correlator.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.rules.mapping.Mapping;
import io.correlator.rules.problem.Problem;
import io.correlator.rules.problem.ProblemId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
}
