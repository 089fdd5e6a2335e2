package io.correlator.rules.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.Fields;
import io.correlator.rules.detection.Evaluator;
import io.correlator.rules.detection.Matched;
import io.correlator.rules.mapping.FieldsView;
import io.correlator.rules.model.DetectionRule;
import io.correlator.rules.model.Level;
import io.correlator.rules.model.Metadata;
import io.correlator.rules.model.Status;
import io.correlator.rules.problem.Problem;
import io.correlator.rules.problem.Problems;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SigmaReaderTest {
  private static final String WHOLE =
      """
      title: Whoami
      id: 929a690e-bef0-4204-a928-ef5e620d6fcc
      name: whoami
      status: test
      description: Finds whoami
      author: Somebody
      date: 2024-01-31
      references: [https://example.org/whoami]
      tags: [attack.discovery]
      logsource: {category: process_creation, product: windows}
      detection:
        selection:
          Image|endswith: '\\whoami.exe'
        filter:
          User: system
        condition: selection and not filter
      level: high
      correlator: {quota: 10/1h}
      """;

  @Test
  void keepsWhatARuleSaysAboutItself() {
    SigmaFile file = Rules.read(WHOLE);
    Metadata metadata = file.rules().get(0).metadata();

    assertThat(file.problems()).isEmpty();
    assertThat(metadata.key()).isEqualTo("929a690e-bef0-4204-a928-ef5e620d6fcc");
    assertThat(metadata.level()).contains(Level.HIGH);
    assertThat(metadata.status()).contains(Status.TEST);
    assertThat(metadata.tags()).containsExactly("attack.discovery");
    assertThat(metadata.attributes().text("correlator.quota")).contains("10/1h");
    assertThat(file.rules().get(0).logSource()).hasToString("windows/process_creation/-");
  }

  @Test
  void tellsWhatMatched() {
    DetectionRule rule = Rules.read(WHOLE).rules().get(0);
    FieldsView view = FieldsView.of(Fields.of("Image", "C:\\whoami.exe"));

    assertThat(Evaluator.of(rule.predicate()).evidence(view))
        .containsExactly(new Matched("selection", "Image", "C:\\whoami.exe", "*\\\\whoami.exe"));
    assertThat(Evaluator.of(rule.predicate()).explain(view).toString())
        .isEqualTo(
            """
            + all of
              + selection selection
                + Image: *\\\\whoami.exe, found C:\\whoami.exe
              + not
                - selection filter
                  - User: system, found nothing
            """);
  }

  @Test
  void readsSeveralDocuments() {
    SigmaFile file =
        Rules.read(
            WHOLE
                + "---\ntitle: Many\ncorrelation:\n  type: event_count\n  rules: [whoami]\n---\n"
                + "title: Not me\nlogsource: {product: windows}\nfilter:\n  rules: [whoami]\n"
                + "  me: {User: me}\n  condition: not me\n");

    assertThat(file.rules()).hasSize(1);
    assertThat(file.correlations()).hasSize(1);
    assertThat(file.filters()).hasSize(1);
    assertThat(file.problems()).isEmpty();
  }

  @Test
  void aFilterNarrowsTheRulesThatItNames() {
    SigmaFile file =
        Rules.read(
            WHOLE
                + "---\ntitle: Not me\nlogsource: {product: windows}\nfilter:\n  rules: [whoami]\n"
                + "  me: {User: me}\n  condition: not me\n");
    Problems problems = new Problems();

    List<DetectionRule> rules = SigmaFilter.apply(file.filters(), file.rules(), problems);
    Evaluator evaluator = Evaluator.of(rules.get(0).predicate());

    assertThat(problems.all()).isEmpty();
    assertThat(evaluator.matches(event("me"))).isFalse();
    assertThat(evaluator.matches(event("you"))).isTrue();
  }

  private static FieldsView event(String user) {
    return FieldsView.of(Fields.builder().put("Image", "C:\\whoami.exe").put("User", user).build());
  }

  @Test
  void aFilterForARuleThatIsNotThereOrForOtherLogsIsNamed() {
    String filter =
        "title: F\nlogsource: {product: %s}\nfilter:\n  rules: [%s]\n  a: {b: c}\n  condition: not a\n";
    Problems problems = new Problems();
    List<DetectionRule> rules = Rules.read(WHOLE).rules();

    SigmaFilter.apply(Rules.read(filter.formatted("windows", "nobody")).filters(), rules, problems);
    SigmaFilter.apply(Rules.read(filter.formatted("linux", "whoami")).filters(), rules, problems);

    assertThat(problems.all())
        .extracting(problem -> problem.id().toString())
        .containsExactly("filter-unknown-rule", "filter-log-source");
  }

  @Test
  void severalConditionsAreAlternatives() {
    String rule = Rules.detecting("  a: {f: 1}\n  b: {g: 1}\n  condition: [a, b]");

    assertThat(Rules.read(rule).rules().get(0).conditions()).hasSize(2);
    assertThat(Rules.matches(rule, Fields.of("g", 1))).isTrue();
  }

  @Test
  void namesWhatIsMissingOrUnknown() {
    assertThat(Rules.problems("title: x\n"))
        .containsExactly("sigma-missing-key", "sigma-missing-key");
    assertThat(Rules.problems(WHOLE.replace("high", "worse")))
        .containsExactly("sigma-unknown-value");
    assertThat(Rules.problems(WHOLE.replace("2024-01-31", "2024/01/31")))
        .containsExactly("sigma-date");
    assertThat(Rules.problems(WHOLE + "levle: high\n")).containsExactly("sigma-unknown-key");
    assertThat(Rules.problems(WHOLE.replace("and not filter", "")))
        .containsExactly("sigma-unused-selection");
    assertThat(Rules.problems("- a\n")).containsExactly("sigma-shape");
    assertThat(Rules.problems("")).containsExactly("sigma-empty");
  }

  @Test
  void showsTheNewFormOfAnOldAggregation() {
    String rule =
        Rules.detecting(
            "  s: {f: 1}\n  timeframe: 10m\n  condition: s | count(user) by ip, host >= 5");

    Problem problem = Rules.read(rule).problems().get(0);

    assertThat(problem.id()).hasToString("sigma-legacy-aggregation");
    assertThat(problem.remedy())
        .contains(
            "type: value_count", "group-by: [ip, host]", "timespan: 10m", "field: user", "gte: 5");
  }

  @Test
  void refusesActionsOfSigma1AndAllThatDependsOnThem() {
    SigmaFile file = Rules.read("action: global\ntitle: x\n---\n" + WHOLE);

    assertThat(file.rules()).isEmpty();
    assertThat(file.problems())
        .extracting(problem -> problem.id().toString())
        .containsExactly("sigma-legacy-action");
    assertThat(file.problems().get(0).message())
        .endsWith("what follows in the file (1 documents) is refused with it");
  }

  @Test
  void readsWhatStandsBeforeAnActionOfSigma1() {
    SigmaFile file = Rules.read(WHOLE + "\n---\naction: global\ntitle: x\n");

    assertThat(file.rules()).hasSize(1);
    assertThat(file.problems())
        .extracting(Problem::message)
        .containsExactly("Sigma 2 has no 'action'");
  }

  @Test
  void whatItQuotesCannotSteerATerminal() {
    Problem problem = Rules.read(Rules.selecting("\"f|\\e[2J\\n\": x")).problems().get(0);

    assertThat(problem.message()).doesNotContain("\u001b", "\n").contains("\\u001b", "\\u000a");
  }
}
