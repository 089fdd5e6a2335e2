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
import java.util.List;
import java.util.Optional;

/**
 * Reads what Sigma calls a search identifier: a map of fields that must all fit, a list of such
 * maps or of keywords of which one must, or one keyword. Mappings describe log sources in the same
 * way. Immutable; may be used by any thread.
 */
public final class SelectionReader {
  private final Placeholders placeholders;

  /** Reads with these placeholders. */
  public SelectionReader(Placeholders placeholders) {
    this.placeholders = placeholders;
  }

  /** What the selection asks for; nothing if something is wrong, which is noted. */
  public Optional<Predicate> read(String name, YamlNode node, Problems problems) {
    int errors = problems.errors();
    Optional<Predicate> predicate = alternatives(name, node, problems);
    return problems.errors() > errors ? Optional.empty() : predicate;
  }

  private Optional<Predicate> alternatives(String name, YamlNode node, Problems problems) {
    if (!(node instanceof Items items)) {
      return one(name, node, problems);
    }
    List<Predicate> parts = new ArrayList<>();
    for (YamlNode item : items.nodes()) {
      one(name, item, problems).ifPresent(parts::add);
    }
    if (items.nodes().isEmpty()) {
      empty(name, node, problems);
    }
    return Optional.of(parts.size() == 1 ? parts.get(0) : new Predicate.Any(parts));
  }

  private Optional<Predicate> one(String name, YamlNode node, Problems problems) {
    if (node instanceof Entries fields) {
      return fields(name, fields, problems);
    }
    if (node instanceof Scalar keyword) {
      return FieldReader.keyword(keyword, placeholders, problems);
    }
    problems.add(
        ProblemId.SIGMA_SHAPE,
        node.position(),
        "the selection " + Problem.quoted(name) + " has a list in a list",
        "a list holds maps of fields, or keywords");
    return Optional.empty();
  }

  private Optional<Predicate> fields(String name, Entries fields, Problems problems) {
    List<Predicate> parts = new ArrayList<>();
    for (Entry entry : fields.entries()) {
      FieldReader.read(entry, placeholders, problems).ifPresent(parts::add);
    }
    if (fields.entries().isEmpty()) {
      empty(name, fields, problems);
    }
    return Optional.of(parts.size() == 1 ? parts.get(0) : new Predicate.All(parts));
  }

  private static void empty(String name, YamlNode node, Problems problems) {
    problems.add(
        ProblemId.SIGMA_EMPTY,
        node.position(),
        "the selection " + Problem.quoted(name) + " asks for nothing",
        "give fields and values, or keywords");
  }
}
