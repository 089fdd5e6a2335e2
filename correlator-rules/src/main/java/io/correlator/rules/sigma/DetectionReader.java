package io.correlator.rules.sigma;

import io.correlator.rules.detection.Predicate;
import io.correlator.rules.problem.Problem;
import io.correlator.rules.problem.ProblemId;
import io.correlator.rules.problem.Problems;
import io.correlator.rules.yaml.YamlNode;
import io.correlator.rules.yaml.YamlNode.Entries;
import io.correlator.rules.yaml.YamlNode.Entry;
import io.correlator.rules.yaml.YamlNode.Items;
import io.correlator.rules.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads selections and the conditions over them, of rules and of filters. */
final class DetectionReader {
  private final SelectionReader selections;
  private final Problems problems;

  DetectionReader(SelectionReader selections, Problems problems) {
    this.selections = selections;
    this.problems = problems;
  }

  /**
   * A predicate for each condition; none if something is wrong, which is noted.
   *
   * @param others keys that are no selections
   * @param title of the rule, for what is shown about aggregations
   */
  List<Predicate> read(Entries detection, Set<String> others, String title) {
    int errors = problems.errors();
    List<Scalar> conditions = conditions(detection);
    if (refuseLegacy(detection, conditions, title)) {
      return List.of();
    }
    Map<String, Predicate> named = new LinkedHashMap<>();
    for (Entry entry : detection.entries()) {
      if (!others.contains(entry.name())) {
        selections
            .read(entry.name(), entry.value(), problems)
            .ifPresent(predicate -> named.put(entry.name(), predicate));
      }
    }
    if (problems.errors() > errors) {
      return List.of();
    }
    Set<String> used = new HashSet<>();
    List<Predicate> predicates = new ArrayList<>();
    for (Scalar condition : conditions) {
      ConditionParser.parse(condition, named, used, problems).ifPresent(predicates::add);
    }
    if (problems.errors() > errors) {
      return List.of();
    }
    warnOfUnused(detection, named.keySet(), used);
    return predicates;
  }

  private void warnOfUnused(Entries detection, Set<String> names, Set<String> used) {
    for (Entry entry : detection.entries()) {
      if (names.contains(entry.name()) && !used.contains(entry.name())) {
        problems.add(
            ProblemId.SIGMA_UNUSED_SELECTION,
            entry.key().position(),
            "no condition uses the selection " + Problem.quoted(entry.name()),
            "use it or leave it out");
      }
    }
  }

  private List<Scalar> conditions(Entries detection) {
    Optional<YamlNode> node = detection.get("condition");
    if (node.isEmpty()) {
      problems.add(
          ProblemId.SIGMA_MISSING_KEY,
          detection.position(),
          "'condition' is missing",
          "write condition: and the name of a selection");
      return List.of();
    }
    List<YamlNode> nodes = node.get() instanceof Items items ? items.nodes() : List.of(node.get());
    List<Scalar> conditions = new ArrayList<>();
    for (YamlNode each : nodes) {
      if (each instanceof Scalar scalar && !scalar.isNull()) {
        conditions.add(scalar);
      } else {
        problems.add(
            ProblemId.SIGMA_SHAPE,
            each.position(),
            "a condition is " + each.kind(),
            "a text such as selection and not filter is needed");
      }
    }
    if (nodes.isEmpty()) {
      problems.add(
          ProblemId.SIGMA_EMPTY, node.get().position(), "no condition", "name a selection");
    }
    return conditions;
  }

  /** Sigma 1 counted in the condition; Sigma 2 has rules of their own for that. */
  boolean refuseLegacy(Entries detection, List<Scalar> conditions, String title) {
    Optional<String> timeframe =
        detection
            .get("timeframe")
            .map(node -> node instanceof Scalar scalar ? scalar.text() : node.kind());
    boolean refused = false;
    for (Scalar condition : conditions) {
      Optional<LegacyAggregation> legacy = LegacyAggregation.of(condition.text());
      if (legacy.isPresent()) {
        problems.add(
            ProblemId.SIGMA_LEGACY_AGGREGATION,
            condition.position(),
            "Sigma 2 has no aggregation in conditions: " + Problem.quoted(condition.text()),
            "give the rule a name and write, in a document of its own behind ---\n"
                + legacy.get().asCorrelation(title, timeframe));
        refused = true;
      }
    }
    if (!refused && timeframe.isPresent()) {
      problems.add(
          ProblemId.SIGMA_LEGACY_TIMEFRAME,
          detection.position(),
          "Sigma 2 has no 'timeframe' in detections",
          "give the rule a name and write, in a document of its own behind ---\n"
              + LegacyAggregation.COUNT.asCorrelation(title, timeframe));
      refused = true;
    }
    return refused;
  }
}
