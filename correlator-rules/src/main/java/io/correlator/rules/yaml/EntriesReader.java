package io.correlator.rules.yaml;

import static java.util.Objects.requireNonNull;

import io.correlator.api.config.NearestName;
import io.correlator.rules.problem.Problem;
import io.correlator.rules.problem.ProblemId;
import io.correlator.rules.problem.Problems;
import io.correlator.rules.yaml.YamlNode.Entries;
import io.correlator.rules.yaml.YamlNode.Entry;
import io.correlator.rules.yaml.YamlNode.Items;
import io.correlator.rules.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks maps for texts and lists of texts; what is something else is noted as a problem. */
public final class EntriesReader {
  private static final int MAX_NAME = 64;

  private final ProblemId id;
  private final Problems problems;

  /** Notes problems under one id. */
  public EntriesReader(ProblemId id, Problems problems) {
    this.id = requireNonNull(id, "id");
    this.problems = requireNonNull(problems, "problems");
  }

  /** Notes each key that is not among the known ones, with the nearest of these. */
  public void checkKeys(Entries entries, List<String> known) {
    for (Entry entry : entries.entries()) {
      if (!known.contains(entry.name())) {
        String name = entry.name();
        String most = name.length() > MAX_NAME ? name.substring(0, MAX_NAME) : name;
        wrong(
            entry.key(),
            "unknown key " + Problem.quoted(name),
            NearestName.of(most, known)
                .map("did you mean '%s'?"::formatted)
                .orElse("there are " + String.join(", ", known)));
      }
    }
  }

  /** A map from names to one or more texts; empty if there is none. */
  public Map<String, List<String>> lists(Entries entries, String key) {
    Map<String, List<String>> lists = new LinkedHashMap<>();
    Optional<YamlNode> node = entries.get(key);
    if (node.isPresent() && node.get() instanceof Entries map) {
      map.entries().forEach(entry -> lists.put(entry.name(), texts(entry.value(), entry.name())));
    } else if (node.isPresent()) {
      wrong(node.get(), "'%s' is %s".formatted(key, node.get().kind()), "a map is needed");
    }
    return lists;
  }

  /** One text, or those of a list; {@code key} says whose they are. */
  public List<String> texts(YamlNode node, String key) {
    List<YamlNode> nodes = node instanceof Items items ? items.nodes() : List.of(node);
    List<String> texts = new ArrayList<>();
    for (YamlNode each : nodes) {
      if (each instanceof Scalar scalar && !scalar.isNull()) {
        texts.add(scalar.text());
      } else {
        wrong(
            each,
            Problem.quoted(key) + " has " + each.kind(),
            "a text or a list of texts is needed");
      }
    }
    return texts;
  }

  /** The text of a key, if it is there. */
  public Optional<String> text(Entries entries, String key) {
    return entries.get(key).flatMap(node -> texts(node, key).stream().findFirst());
  }

  /** Notes what is wrong with a node, and what would be right. */
  public void wrong(YamlNode node, String message, String remedy) {
    problems.add(id, node.position(), message, remedy);
  }
}
