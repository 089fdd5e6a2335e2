package io.correlator.rules.classify;

import io.correlator.api.config.NearestName;
import io.correlator.rules.detection.LinearRegex;
import io.correlator.rules.detection.Predicate;
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
import java.util.Set;

/** Reads classes as people write them in YAML. */
final class ClassifierReader {
  private static final List<String> KEYS = List.of("title", "classes");
  private static final List<String> CLASS_KEYS =
      List.of("when", "set", "from", "extract", "pairs", "xml");
  private static final int MAX_NAME = 64;

  private final Problems problems;
  private final SelectionReader selections = new SelectionReader(Placeholders.none());

  private ClassifierReader(Problems problems) {
    this.problems = problems;
  }

  static Optional<Classifier> read(String file, String text, Problems problems) {
    int errors = problems.errors();
    List<RecordClass> classes = classes(file, text, problems);
    return problems.errors() > errors
        ? Optional.empty()
        : Optional.of(new Classifier(List.of(new ClassGroup(classes))));
  }

  static List<RecordClass> classes(String file, String text, Problems problems) {
    int errors = problems.errors();
    List<YamlNode> documents = YamlReader.read(file, text, problems);
    if (documents.size() == 1 && documents.get(0) instanceof Entries document) {
      return new ClassifierReader(problems).classes(document);
    }
    if (problems.errors() == errors) {
      problems.add(
          ProblemId.CLASSIFIER,
          Position.of(file),
          "these are no classes",
          "a map with 'classes' is needed, and one only");
    }
    return List.of();
  }

  private List<RecordClass> classes(Entries document) {
    checkKeys(document, KEYS);
    List<RecordClass> classes = new ArrayList<>();
    Optional<YamlNode> list = document.get("classes");
    if (list.isPresent() && list.get() instanceof Items items) {
      items.nodes().forEach(node -> recordClass(node).ifPresent(classes::add));
    } else {
      wrong(list.orElse(document), "there are no 'classes'", "a list of them is needed");
    }
    return classes;
  }

  private Optional<RecordClass> recordClass(YamlNode node) {
    int errors = problems.errors();
    if (!(node instanceof Entries entries)) {
      wrong(node, "a class is " + node.kind(), "a map with 'when' and what follows is needed");
      return Optional.empty();
    }
    checkKeys(entries, CLASS_KEYS);
    Optional<Predicate> when =
        entries.get("when").isEmpty()
            ? Optional.of(new Predicate.All(List.of()))
            : selections.read("when", entries.get("when").get(), problems);
    Map<String, String> set = new LinkedHashMap<>();
    lists(entries, "set").forEach((name, values) -> set.put(name, first(values, entries)));
    RecordClass.Parts parts =
        new RecordClass.Parts(
            set,
            lists(entries, "from"),
            expressions(entries),
            entries.get("pairs").map(each -> texts(each, "pairs")).orElse(List.of()),
            entries.get("xml").map(each -> texts(each, "xml")).orElse(List.of()));
    if (parts.isEmpty()) {
      wrong(entries, "the class says nothing", "give one of set, from, extract, pairs, xml");
    }
    return problems.errors() > errors || when.isEmpty()
        ? Optional.empty()
        : Optional.of(new RecordClass(when.get(), parts));
  }

  private String first(List<String> values, YamlNode node) {
    if (values.size() != 1) {
      wrong(node, "'set' has " + values.size() + " values for a field", "one text is needed");
      return "";
    }
    return values.get(0);
  }

  private List<RecordClass.Extract> expressions(Entries entries) {
    List<RecordClass.Extract> expressions = new ArrayList<>();
    lists(entries, "extract")
        .forEach(
            (field, texts) -> {
              List<LinearRegex> compiled = new ArrayList<>();
              texts.forEach(text -> expression(text, entries).ifPresent(compiled::add));
              expressions.add(new RecordClass.Extract(field, compiled));
            });
    return expressions;
  }

  private Optional<LinearRegex> expression(String text, YamlNode node) {
    try {
      LinearRegex regex = LinearRegex.compile(text, Set.of());
      if (regex.groupNames().isEmpty()) {
        wrong(node, "an expression names no group", "give one for each field, as (?P<src_ip>...)");
      }
      return Optional.of(regex);
    } catch (IllegalArgumentException e) {
      wrong(
          node,
          "an expression cannot be used: " + e.getMessage(),
          "RE2 syntax is needed: no look-around, no back-references, no huge repetitions");
      return Optional.empty();
    }
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

  private void wrong(YamlNode node, String message, String remedy) {
    problems.add(ProblemId.CLASSIFIER, node.position(), message, remedy);
  }
}
