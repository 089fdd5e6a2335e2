package io.correlator.rules.mapping;

import io.correlator.api.config.NearestName;
import io.correlator.rules.classify.Classifier;
import io.correlator.rules.detection.Predicate;
import io.correlator.rules.model.LogSource;
import io.correlator.rules.problem.Position;
import io.correlator.rules.problem.Problem;
import io.correlator.rules.problem.ProblemId;
import io.correlator.rules.problem.Problems;
import io.correlator.rules.sigma.Placeholders;
import io.correlator.rules.sigma.SelectionReader;
import io.correlator.rules.yaml.YamlNode;
import io.correlator.rules.yaml.YamlNode.Entries;
import io.correlator.rules.yaml.YamlNode.Entry;
import io.correlator.rules.yaml.YamlNode.Items;
import io.correlator.rules.yaml.YamlNode.Scalar;
import io.correlator.rules.yaml.YamlReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads mappings as people write them in YAML. */
final class MappingReader {
  private static final List<String> KEYS =
      List.of("title", "log-sources", "fields", "fields-under", "placeholders");
  private static final List<String> ROUTE_KEYS =
      List.of("category", "product", "service", "when", "fields", "fields-under");
  private static final int MAX_NAME = 64;

  private final Problems problems;
  private final SelectionReader selections = new SelectionReader(Placeholders.none());

  private MappingReader(Problems problems) {
    this.problems = problems;
  }

  static Optional<Mapping> read(String file, String text, Problems problems) {
    int errors = problems.errors();
    List<YamlNode> documents = YamlReader.read(file, text, problems);
    Optional<Mapping> mapping = Optional.empty();
    if (documents.size() == 1 && documents.get(0) instanceof Entries document) {
      mapping = Optional.of(new MappingReader(problems).mapping(document));
    } else if (problems.errors() == errors) {
      problems.add(
          ProblemId.MAPPING,
          Position.of(file),
          "this is no mapping",
          "a map is needed, and one only");
    }
    return problems.errors() > errors ? Optional.empty() : mapping;
  }

  private Mapping mapping(Entries document) {
    checkKeys(document, KEYS);
    List<Route> routes = new ArrayList<>();
    document
        .get("log-sources")
        .ifPresent(
            node -> {
              if (node instanceof Items items) {
                items.nodes().forEach(item -> route(item).ifPresent(routes::add));
              } else {
                wrong(node, "'log-sources' is " + node.kind(), "a list is needed");
              }
            });
    return new Mapping(routes, names(document), lists(document, "placeholders"), Classifier.none());
  }

  private Optional<Route> route(YamlNode node) {
    int errors = problems.errors();
    if (!(node instanceof Entries entries)) {
      wrong(
          node,
          "a log source is " + node.kind(),
          "a map with product, category or service is needed");
      return Optional.empty();
    }
    checkKeys(entries, ROUTE_KEYS);
    Optional<Predicate> when =
        entries.get("when").isEmpty()
            ? Optional.of(new Predicate.All(List.of()))
            : selections.read("when", entries.get("when").get(), problems);
    LogSource source =
        new LogSource(
            text(entries, "category"), text(entries, "product"), text(entries, "service"));
    if (source.category().or(source::product).or(source::service).isEmpty()) {
      wrong(entries, "a log source is not named", "give product, category or service");
    }
    Names names = names(entries);
    return problems.errors() > errors || when.isEmpty()
        ? Optional.empty()
        : Optional.of(new Route(source, when.get(), names));
  }

  private void checkKeys(Entries entries, List<String> known) {
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

  private Names names(Entries entries) {
    List<String> folders =
        entries.get("fields-under").map(node -> texts(node, "fields-under")).orElse(List.of());
    return new Names(lists(entries, "fields"), folders);
  }

  private Map<String, List<String>> lists(Entries entries, String key) {
    Map<String, List<String>> lists = new LinkedHashMap<>();
    Optional<YamlNode> node = entries.get(key);
    if (node.isPresent() && node.get() instanceof Entries map) {
      map.entries().forEach(entry -> lists.put(entry.name(), texts(entry.value(), entry.name())));
    } else if (node.isPresent()) {
      wrong(node.get(), "'%s' is %s".formatted(key, node.get().kind()), "a map is needed");
    }
    return lists;
  }

  private List<String> texts(YamlNode node, String key) {
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

  private Optional<String> text(Entries entries, String key) {
    return entries.get(key).flatMap(node -> texts(node, key).stream().findFirst());
  }

  private void wrong(YamlNode node, String message, String remedy) {
    problems.add(ProblemId.MAPPING, node.position(), message, remedy);
  }
}
