package io.correlator.rules.testing;

import io.correlator.api.config.NearestName;
import io.correlator.rules.problem.Position;
import io.correlator.rules.problem.Problem;
import io.correlator.rules.problem.ProblemId;
import io.correlator.rules.problem.Problems;
import io.correlator.rules.yaml.YamlNode;
import io.correlator.rules.yaml.YamlNode.Entries;
import io.correlator.rules.yaml.YamlNode.Entry;
import io.correlator.rules.yaml.YamlNode.Items;
import io.correlator.rules.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A map of a file of cases, read key by key; what is wrong is noted. For one thread. */
final class TestNode {
  private static final int MAX_NAME = 64;

  private final Entries entries;
  private final Problems problems;

  TestNode(Entries entries, Problems problems) {
    this.entries = entries;
    this.problems = problems;
  }

  Position position() {
    return entries.position();
  }

  Optional<YamlNode> get(String key) {
    return entries.get(key);
  }

  /** Notes every key that is none of these. */
  void allow(List<String> keys) {
    for (Entry entry : entries.entries()) {
      String name = entry.name();
      if (!keys.contains(name)) {
        String all = "the keys here are " + String.join(", ", keys);
        problems.add(
            ProblemId.RULE_TEST_UNKNOWN_KEY,
            entry.key().position(),
            "unknown key " + Problem.quoted(name),
            name.length() > MAX_NAME
                ? all
                : NearestName.of(name, keys).map("did you mean '%s'?"::formatted).orElse(all));
      }
    }
  }

  Optional<Scalar> scalar(String key) {
    Optional<YamlNode> node = get(key);
    node.filter(other -> !(other instanceof Scalar scalar) || scalar.isNull())
        .ifPresent(other -> shape(key, other, "a text or a number"));
    return node.filter(each -> each instanceof Scalar scalar && !scalar.isNull())
        .map(Scalar.class::cast);
  }

  Optional<String> text(String key) {
    return scalar(key).map(Scalar::text);
  }

  /** A list, or one element of it. */
  List<YamlNode> list(String key) {
    return get(key)
        .map(node -> node instanceof Items items ? items.nodes() : List.of(node))
        .orElse(List.of());
  }

  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    for (YamlNode node : list(key)) {
      if (node instanceof Scalar scalar && !scalar.isNull()) {
        texts.add(scalar.text());
      } else {
        shape(key, node, "a text, or a list of texts");
      }
    }
    return texts;
  }

  List<TestNode> maps(String key) {
    List<TestNode> maps = new ArrayList<>();
    for (YamlNode node : list(key)) {
      if (node instanceof Entries map) {
        maps.add(new TestNode(map, problems));
      } else {
        shape(key, node, "a list of maps");
      }
    }
    return maps;
  }

  void need(String key) {
    if (get(key).isEmpty()) {
      problems.add(
          ProblemId.RULE_TEST_SHAPE,
          position(),
          "'%s' is missing".formatted(key),
          "every case has name, records and alerts; write alerts: [] if none may come");
    }
  }

  void shape(String key, YamlNode node, String needed) {
    problems.add(
        ProblemId.RULE_TEST_SHAPE,
        node.position(),
        "'%s' is %s".formatted(key, node.kind()),
        needed + " is needed");
  }

  void value(String key, Position position, String text, String remedy) {
    problems.add(
        ProblemId.RULE_TEST_VALUE,
        position,
        "'%s' cannot be %s".formatted(key, Problem.quoted(text)),
        remedy);
  }
}
