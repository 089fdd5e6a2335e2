package io.correlator.rules.classify;

import io.correlator.rules.detection.LinearRegex;
import io.correlator.rules.detection.Predicate;
import io.correlator.rules.problem.ProblemId;
import io.correlator.rules.problem.Problems;
import io.correlator.rules.sigma.Placeholders;
import io.correlator.rules.sigma.SelectionReader;
import io.correlator.rules.yaml.EntriesReader;
import io.correlator.rules.yaml.YamlNode;
import io.correlator.rules.yaml.YamlNode.Entries;
import io.correlator.rules.yaml.YamlNode.Items;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads classes as people write them in YAML. */
final class ClassifierReader {
  private static final List<String> CLASS_KEYS =
      List.of("when", "set", "from", "extract", "pairs", "xml");

  private final Problems problems;
  private final EntriesReader yaml;
  private final SelectionReader selections = new SelectionReader(Placeholders.none());

  private ClassifierReader(Problems problems) {
    this.problems = problems;
    this.yaml = new EntriesReader(ProblemId.CLASSIFIER, problems);
  }

  /** The classes of a document; those that are wrong are noted and left out. */
  static List<RecordClass> classes(Entries document, Problems problems) {
    return new ClassifierReader(problems).classes(document);
  }

  private List<RecordClass> classes(Entries document) {
    List<RecordClass> classes = new ArrayList<>();
    Optional<YamlNode> list = document.get("classes");
    if (list.isPresent() && list.get() instanceof Items items) {
      items.nodes().forEach(node -> recordClass(node).ifPresent(classes::add));
    } else {
      yaml.wrong(list.orElse(document), "there are no 'classes'", "a list of them is needed");
    }
    return classes;
  }

  private Optional<RecordClass> recordClass(YamlNode node) {
    int errors = problems.errors();
    if (!(node instanceof Entries entries)) {
      yaml.wrong(node, "a class is " + node.kind(), "a map with 'when' and what follows is needed");
      return Optional.empty();
    }
    yaml.checkKeys(entries, CLASS_KEYS);
    Optional<Predicate> when =
        entries.get("when").isEmpty()
            ? Optional.of(new Predicate.All(List.of()))
            : selections.read("when", entries.get("when").get(), problems);
    Map<String, String> set = new LinkedHashMap<>();
    yaml.lists(entries, "set").forEach((name, values) -> set.put(name, first(values, entries)));
    RecordClass.Parts parts =
        new RecordClass.Parts(
            set,
            yaml.lists(entries, "from"),
            expressions(entries),
            entries.get("pairs").map(each -> yaml.texts(each, "pairs")).orElse(List.of()),
            entries.get("xml").map(each -> yaml.texts(each, "xml")).orElse(List.of()));
    if (parts.isEmpty()) {
      yaml.wrong(entries, "the class says nothing", "give one of set, from, extract, pairs, xml");
    }
    return problems.errors() > errors || when.isEmpty()
        ? Optional.empty()
        : Optional.of(new RecordClass(when.get(), parts));
  }

  private String first(List<String> values, YamlNode node) {
    if (values.size() != 1) {
      yaml.wrong(node, "'set' has " + values.size() + " values for a field", "one text is needed");
      return "";
    }
    return values.get(0);
  }

  private List<RecordClass.Extract> expressions(Entries entries) {
    List<RecordClass.Extract> expressions = new ArrayList<>();
    yaml.lists(entries, "extract")
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
        yaml.wrong(
            node, "an expression names no group", "give one for each field, as (?P<src_ip>...)");
      }
      return Optional.of(regex);
    } catch (IllegalArgumentException e) {
      yaml.wrong(
          node,
          "an expression cannot be used: " + e.getMessage(),
          "RE2 syntax is needed: no look-around, no back-references, no huge repetitions");
      return Optional.empty();
    }
  }
}
