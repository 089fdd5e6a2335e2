package io.correlator.rules.json;

import io.correlator.rules.model.Rule;
import io.correlator.rules.problem.Position;
import io.correlator.rules.problem.Problem;
import io.correlator.rules.problem.ProblemId;
import io.correlator.rules.problem.Problems;
import io.correlator.rules.yaml.YamlNode;
import io.correlator.rules.yaml.YamlNode.Entries;
import io.correlator.rules.yaml.YamlNode.Items;
import java.util.ArrayList;
import java.util.List;

/**
 * What a file of JSON rules holds: one rule, an array of them, or one after the other. A rule with
 * an error is only in the list of problems. Immutable.
 *
 * @param rules those that are enabled; a threshold or a correlation comes after a rule for each of
 *     its conditions, which is called {@code ID/1}, {@code ID/2} and so on
 * @param disabled how many are right, but disabled
 * @param problems errors, in the order of the file
 */
public record JsonRules(List<Rule> rules, int disabled, List<Problem> problems) {
  public JsonRules {
    rules = List.copyOf(rules);
    problems = List.copyOf(problems);
  }

  /**
   * Reads a file. One without any value is wrong: it is more often half written than meant.
   *
   * @param file its name, for positions
   * @param text its content
   */
  public static JsonRules read(String file, String text) {
    Problems problems = new Problems();
    List<Rule> rules = new ArrayList<>();
    int disabled = 0;
    List<YamlNode> values = JsonText.read(file, text, problems);
    if (values.isEmpty() && problems.errors() == 0) {
      problems.add(
          ProblemId.JSON_RULE_SHAPE,
          Position.of(file),
          "no rule",
          "write one, or [] if there are to be none");
    }
    for (YamlNode node : flat(values)) {
      int errors = problems.errors();
      if (!(node instanceof Entries document)) {
        problems.add(
            ProblemId.JSON_RULE_SHAPE,
            node.position(),
            "a rule is " + JsonObject.kind(node),
            "write {...}");
        continue;
      }
      JsonObject object = JsonObject.of(document, problems);
      List<Rule> read = new JsonRuleReader(object, problems).read();
      if (problems.errors() == errors) {
        boolean enabled = object.truth("enabled", true);
        disabled += enabled ? 0 : 1;
        rules.addAll(enabled ? read : List.of());
      }
    }
    return new JsonRules(rules, disabled, problems.all());
  }

  private static List<YamlNode> flat(List<YamlNode> values) {
    List<YamlNode> nodes = new ArrayList<>();
    for (YamlNode value : values) {
      nodes.addAll(value instanceof Items items ? items.nodes() : List.of(value));
    }
    return nodes;
  }
}
