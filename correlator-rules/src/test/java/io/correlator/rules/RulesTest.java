package io.correlator.rules;

import static org.assertj.core.api.Assertions.assertThat;

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

  @Test
  void refusesACorrelationOfACorrelationForNow() throws IOException {
    RuleSet rules =
        Rules.load(
            file(
                "a.yml",
                LOGIN
                    + "---\n"
                    + MANY
                    + "---\n"
                    + MANY.replace("many", "more").replace("failed_login", "many")));

    assertThat(names(rules)).containsExactly("Failed login", "Many failed logins");
    assertThat(ids(rules)).containsExactly(ProblemId.CORRELATION_UNSUPPORTED);
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
