package io.correlator.rules.mapping;

import io.correlator.rules.classify.Classifier;
import io.correlator.rules.detection.Predicate;
import io.correlator.rules.model.LogSource;
import io.correlator.rules.problem.Position;
import io.correlator.rules.problem.ProblemId;
import io.correlator.rules.problem.Problems;
import io.correlator.rules.sigma.Placeholders;
import io.correlator.rules.sigma.SelectionReader;
import io.correlator.rules.yaml.EntriesReader;
import io.correlator.rules.yaml.YamlNode;
import io.correlator.rules.yaml.YamlNode.Entries;
import io.correlator.rules.yaml.YamlNode.Items;
import io.correlator.rules.yaml.YamlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads mappings as people write them in YAML. */
final class MappingReader {
  private static final List<String> KEYS =
      List.of("title", "log-sources", "fields", "fields-under", "placeholders", "classes");
  private static final List<String> ROUTE_KEYS =
      List.of("category", "product", "service", "when", "fields", "fields-under");

  private final Problems problems;
  private final EntriesReader yaml;
  private final SelectionReader selections = new SelectionReader(Placeholders.none());

  private MappingReader(Problems problems) {
    this.problems = problems;
    this.yaml = new EntriesReader(ProblemId.MAPPING, problems);
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
    yaml.checkKeys(document, KEYS);
    List<Route> routes = new ArrayList<>();
    document
        .get("log-sources")
        .ifPresent(
            node -> {
              if (node instanceof Items items) {
                items.nodes().forEach(item -> route(item).ifPresent(routes::add));
              } else {
                yaml.wrong(node, "'log-sources' is " + node.kind(), "a list is needed");
              }
            });
    return new Mapping(
        routes,
        names(document),
        yaml.lists(document, "placeholders"),
        document.get("classes").isEmpty()
            ? Classifier.none()
            : Classifier.read(document, problems));
  }

  private Optional<Route> route(YamlNode node) {
    int errors = problems.errors();
    if (!(node instanceof Entries entries)) {
      yaml.wrong(
          node,
          "a log source is " + node.kind(),
          "a map with product, category or service is needed");
      return Optional.empty();
    }
    yaml.checkKeys(entries, ROUTE_KEYS);
    Optional<Predicate> when =
        entries.get("when").isEmpty()
            ? Optional.of(new Predicate.All(List.of()))
            : selections.read("when", entries.get("when").get(), problems);
    LogSource source =
        new LogSource(
            yaml.text(entries, "category"),
            yaml.text(entries, "product"),
            yaml.text(entries, "service"));
    if (source.category().or(source::product).or(source::service).isEmpty()) {
      yaml.wrong(entries, "a log source is not named", "give product, category or service");
    }
    Names names = names(entries);
    return problems.errors() > errors || when.isEmpty()
        ? Optional.empty()
        : Optional.of(new Route(source, when.get(), names));
  }

  private Names names(Entries entries) {
    List<String> folders =
        entries.get("fields-under").map(node -> yaml.texts(node, "fields-under")).orElse(List.of());
    return new Names(yaml.lists(entries, "fields"), folders);
  }
}
