package io.correlator.rules.sigma;

import io.correlator.api.Fields;
import io.correlator.rules.detection.Evaluator;
import io.correlator.rules.mapping.FieldsView;
import io.correlator.rules.problem.Problem;
import java.util.List;

/** Short ways to ask about rules that tests write out. */
final class Rules {
  private Rules() {}

  /** A rule with one selection, which is given as one line or more of YAML. */
  static String selecting(String... lines) {
    return detecting(
        "  selection:\n    " + String.join("\n    ", lines) + "\n  condition: selection");
  }

  static String detecting(String detection) {
    return "title: Test\nlogsource:\n  product: test\ndetection:\n" + detection + "\n";
  }

  static SigmaFile read(String rule) {
    return SigmaReader.of().read("rule.yml", rule);
  }

  static List<String> problems(String rule) {
    return read(rule).problems().stream().map(Problem::id).map(Object::toString).toList();
  }

  static boolean matches(String rule, Fields fields) {
    SigmaFile file = read(rule);
    if (file.rules().size() != 1) {
      throw new AssertionError(file.problems());
    }
    return Evaluator.of(file.rules().get(0).predicate()).matches(FieldsView.of(fields));
  }
}
