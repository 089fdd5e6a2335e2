package io.correlator.rules.testing;

import static java.util.Objects.requireNonNull;

import io.correlator.rules.yaml.YamlNode;
import io.correlator.rules.yaml.YamlNode.Entries;
import java.util.Set;

/**
 * A case of the conformance suite: rules, events, and the answer that is right. Immutable.
 *
 * @param id unique in the suite
 * @param expected the answer that is right
 * @param node the case as it was written
 */
public record ConformanceCase(String id, ConformanceAnswer expected, Entries node) {
  /** What only whoever judges knows. */
  private static final Set<String> SECRET = Set.of("says", "alerts", "closed", "refused");

  public ConformanceCase {
    requireNonNull(id, "id");
    requireNonNull(expected, "expected");
    requireNonNull(node, "node");
  }

  /** The question for an engine: the case without the answer, as one line of JSON. */
  public String question() {
    return JsonLine.of(
        new Entries(
            node.position(),
            node.entries().stream().filter(entry -> !SECRET.contains(entry.name())).toList()));
  }

  /** What the case claims. */
  public String says() {
    return node.get("says")
        .filter(YamlNode.Scalar.class::isInstance)
        .map(text -> ((YamlNode.Scalar) text).text())
        .orElse("");
  }
}
