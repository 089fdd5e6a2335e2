package io.correlator.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.rules.model.Level;
import io.correlator.rules.model.Rule;
import io.correlator.rules.problem.Problem;
import io.correlator.rules.problem.ProblemId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RulesTest {
  private static final String LOGIN =
      """
      title: Failed login
      name: failed_login
      logsource: {product: linux, service: sshd}
      detection:
        keywords: ['Failed password']
        condition: keywords
      """;
  private static final String MANY =
      """
      title: Many failed logins
      name: many
      correlation: {type: event_count, rules: failed_login, timespan: 1m, condition: {gte: 3}}
      """;
  private static final String PATTERN =
      """
      {"name": "Root", "type": "pattern", "severity": "info",
       "config": {"field": "raw", "regex": "root"}}
      """;

  @TempDir Path folder;

  private Path file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static List<String> names(RuleSet set) {
    return set.rules().stream().map(Rule::metadata).map(rule -> rule.title()).toList();
  }

  @Test
  void saysThatThereIsNoSuchFile() {
    assertThat(Rules.load(folder.resolve("none")).problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.toString()).contains("there is no such file"));
  }

  @Test
  void loadsBothLanguagesFromAFolderInTheOrderOfNames() throws IOException {
    file("b/sigma.yml", LOGIN);
    file("a.json", PATTERN);
    file("notes.txt", "not for us");
    file(".git/x.yml", "not for us");

    RuleSet rules = Rules.load(folder);

    assertThat(rules.problems()).isEmpty();
    assertThat(names(rules)).containsExactly("Root", "Failed login");
  }

  @Test
  void aCorrelationMayNameARuleOfAnotherFile() throws IOException {
    file("a.yml", MANY);
    file("b.yml", LOGIN);

    assertThat(names(Rules.load(folder))).containsExactly("Failed login", "Many failed logins");
  }

  @Test
  void refusesACorrelationOfARuleThatIsNotThere() throws IOException {
    RuleSet rules = Rules.load(file("a.yml", MANY));

    assertThat(rules.rules()).isEmpty();
    assertThat(ids(rules)).containsExactly(ProblemId.CORRELATION_UNKNOWN_RULE);
  }

  private static String many(String name, String rule) {
    return MANY.replace("name: many", "name: " + name).replace("failed_login", rule);
  }

  @Test
  void aCorrelationMayNameCorrelationsWhicheverComesFirst() throws IOException {
    RuleSet rules =
        Rules.load(
            file(
                "a.yml",
                String.join("---\n", many("more", "many"), many("many", "failed_login"), LOGIN)));

    assertThat(rules.problems()).isEmpty();
    assertThat(rules.rules())
        .extracting(rule -> rule.metadata().name().orElse(""))
        .containsExactly("failed_login", "many", "more");
  }

  @Test
  void refusesCorrelationsThatNameEachOther() throws IOException {
    RuleSet rules =
        Rules.load(
            file(
                "a.yml",
                String.join("---\n", LOGIN, many("a", "b"), many("b", "a"), many("c", "b"))));

    assertThat(names(rules)).containsExactly("Failed login");
    assertThat(ids(rules))
        .containsExactly(
            ProblemId.CORRELATION_CYCLE, ProblemId.CORRELATION_CYCLE, ProblemId.CORRELATION_CYCLE);
  }

  @Test
  void followsSixteenCorrelationsAboveEachOtherAndNoMore() throws IOException {
    StringBuilder file = new StringBuilder(LOGIN);
    for (int i = 1; i <= 18; i++) {
      file.append("---\n").append(many("c" + i, i == 1 ? "failed_login" : "c" + (i - 1)));
    }
    RuleSet rules = Rules.load(file("a.yml", file.toString()));

    assertThat(rules.rules()).hasSize(17);
    assertThat(ids(rules))
        .containsExactly(ProblemId.CORRELATION_TOO_DEEP, ProblemId.CORRELATION_UNKNOWN_RULE);
  }

  @Test
  void aCorrelationWithoutALevelHasTheHighestOfItsRules() throws IOException {
    RuleSet rules =
        Rules.load(
            file(
                "a.yml",
                String.join(
                    "---\n", LOGIN + "level: high\n", many("a", "failed_login"), many("b", "a"))));

    assertThat(rules.rules())
        .extracting(rule -> rule.metadata().level().orElseThrow())
        .containsOnly(Level.HIGH);
  }

  @Test
  void refusesTheSecondOfTwoRulesThatAreCalledAlike() throws IOException {
    RuleSet rules = Rules.load(file("a.json", PATTERN + PATTERN));

    assertThat(rules.rules()).hasSize(1);
    assertThat(ids(rules)).containsExactly(ProblemId.RULE_DUPLICATE);
  }

  @Test
  void tellsOfAFileThatIsNotThere() {
    assertThat(ids(Rules.load(folder.resolve("none.yml")))).containsExactly(ProblemId.RULE_FILE);
  }

  @Test
  void refusesAFileWhoseNameSaysNothing() throws IOException {
    assertThat(ids(Rules.load(file("rules.txt", PATTERN)))).containsExactly(ProblemId.RULE_FILE);
  }

  private static List<ProblemId> ids(RuleSet rules) {
    return rules.problems().stream().map(Problem::id).toList();
  }
}
