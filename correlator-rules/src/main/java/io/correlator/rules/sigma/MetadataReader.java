package io.correlator.rules.sigma;

import io.correlator.api.Fields;
import io.correlator.api.config.NearestName;
import io.correlator.rules.model.Level;
import io.correlator.rules.model.Metadata;
import io.correlator.rules.model.Status;
import io.correlator.rules.problem.Problem;
import io.correlator.rules.problem.ProblemId;
import io.correlator.rules.problem.Problems;
import io.correlator.rules.yaml.YamlNode;
import io.correlator.rules.yaml.YamlNode.Entries;
import io.correlator.rules.yaml.YamlNode.Entry;
import io.correlator.rules.yaml.YamlNode.Items;
import io.correlator.rules.yaml.YamlNode.Scalar;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Reads what a document says about itself, whichever kind of document it is. */
final class MetadataReader {
  /** Our own attributes stand under this key, where other tools do not look. */
  static final String OWN = "correlator";

  private static final List<String> KNOWN =
      List.of(
          "title",
          "id",
          "name",
          "related",
          "taxonomy",
          "status",
          "description",
          "license",
          "author",
          "references",
          "date",
          "modified",
          "logsource",
          "detection",
          "fields",
          "falsepositives",
          "level",
          "tags",
          "scope",
          "correlation",
          "filter",
          OWN);
  private static final int MAX_TITLE = 256;
  private static final int MAX_DESCRIPTION = 65_535;
  private static final int MAX_NAME = 64;

  private final Entries document;
  private final Problems problems;

  private MetadataReader(Entries document, Problems problems) {
    this.document = document;
    this.problems = problems;
  }

  /** What the document says about itself. What is wrong is noted and left out. */
  static Metadata read(Entries document, Problems problems) {
    return new MetadataReader(document, problems).read();
  }

  private Metadata read() {
    Metadata.Builder builder = Metadata.builder(title());
    text("id").ifPresent(builder::id);
    text("name").ifPresent(builder::name);
    text("description").ifPresent(builder::description);
    text("author").ifPresent(builder::author);
    text("license").ifPresent(builder::license);
    text("taxonomy").ifPresent(builder::taxonomy);
    date("date", builder::date);
    date("modified", builder::modified);
    chosen("level", Level::of, Level.values()).ifPresent(builder::level);
    chosen("status", Status::of, Status.values()).ifPresent(builder::status);
    builder.tags(texts("tags")).references(texts("references")).fields(texts("fields"));
    builder.falsePositives(texts("falsepositives")).scope(texts("scope")).related(related());
    limit("description", MAX_DESCRIPTION);
    warnOfTaxonomy();
    return builder.attributes(attributes()).build();
  }

  private String title() {
    Optional<String> title = text("title").filter(text -> !text.isBlank());
    if (title.isEmpty()) {
      problems.add(
          ProblemId.SIGMA_MISSING_KEY,
          document.position(),
          "'title' is missing",
          "say in a few words what the rule finds");
    }
    limit("title", MAX_TITLE);
    return title.orElse("");
  }

  private void limit(String key, int most) {
    text(key)
        .filter(text -> text.length() > most)
        .ifPresent(
            text ->
                problems.add(
                    ProblemId.SIGMA_TOO_LONG,
                    document.get(key).orElse(document).position(),
                    "'%s' has %d characters".formatted(key, text.length()),
                    "at most " + most + " are meant"));
  }

  private void warnOfTaxonomy() {
    text("taxonomy")
        .filter(taxonomy -> !taxonomy.equals("sigma"))
        .ifPresent(
            taxonomy ->
                problems.add(
                    ProblemId.SIGMA_TAXONOMY,
                    document.get("taxonomy").orElse(document).position(),
                    "the taxonomy is " + Problem.quoted(taxonomy),
                    "names of fields are taken as they stand: records must have them, or a mapping"
                        + " must give them"));
  }

  private void date(String key, Consumer<String> target) {
    text(key)
        .ifPresent(
            text -> {
              target.accept(text);
              if (!isDate(text)) {
                problems.add(
                    ProblemId.SIGMA_DATE,
                    document.get(key).orElse(document).position(),
                    "'%s' is %s".formatted(key, Problem.quoted(text)),
                    "write it as 2024-12-31");
              }
            });
  }

  private static boolean isDate(String text) {
    try {
      LocalDate.parse(text);
      return true;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private <T> Optional<T> chosen(String key, Function<String, Optional<T>> of, T[] all) {
    Optional<String> text = text(key);
    Optional<T> chosen = text.flatMap(of);
    if (text.isPresent() && chosen.isEmpty()) {
      List<String> names = java.util.Arrays.stream(all).map(Object::toString).toList();
      problems.add(
          ProblemId.SIGMA_UNKNOWN_VALUE,
          document.get(key).orElse(document).position(),
          "'%s' cannot be %s".formatted(key, Problem.quoted(text.get())),
          "it is one of " + String.join(", ", names));
    }
    return chosen;
  }

  private Optional<String> text(String key) {
    return document
        .get(key)
        .flatMap(
            node -> {
              if (node instanceof Scalar scalar) {
                return scalar.isNull() ? Optional.empty() : Optional.of(scalar.text());
              }
              problems.add(
                  ProblemId.SIGMA_SHAPE,
                  node.position(),
                  "'%s' is %s".formatted(key, node.kind()),
                  "a text is needed");
              return Optional.empty();
            });
  }

  private List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    document.get(key).ifPresent(node -> collect(key, node, texts));
    return texts;
  }

  private void collect(String key, YamlNode node, List<String> texts) {
    if (node instanceof Scalar scalar) {
      if (!scalar.isNull()) {
        texts.add(scalar.text());
      }
      return;
    }
    if (node instanceof Items items && items.nodes().stream().allMatch(Scalar.class::isInstance)) {
      items.nodes().forEach(item -> collect(key, item, texts));
      return;
    }
    problems.add(
        ProblemId.SIGMA_SHAPE,
        node.position(),
        "'%s' is %s".formatted(key, node.kind()),
        "a list of texts is needed");
  }

  private List<Metadata.Related> related() {
    List<Metadata.Related> related = new ArrayList<>();
    Optional<YamlNode> node = document.get("related");
    if (node.isPresent() && node.get() instanceof Items items) {
      for (YamlNode item : items.nodes()) {
        Optional<String> id =
            item instanceof Entries entries ? scalar(entries, "id") : Optional.empty();
        Optional<String> type =
            item instanceof Entries entries ? scalar(entries, "type") : Optional.empty();
        if (id.isPresent() && type.isPresent()) {
          related.add(new Metadata.Related(id.get(), type.get()));
        } else {
          shapeOfRelated(item);
        }
      }
    } else {
      node.filter(other -> !(other instanceof Scalar scalar && scalar.isNull()))
          .ifPresent(this::shapeOfRelated);
    }
    return related;
  }

  private static Optional<String> scalar(Entries entries, String key) {
    return entries.get(key).filter(Scalar.class::isInstance).map(node -> ((Scalar) node).text());
  }

  private void shapeOfRelated(YamlNode node) {
    problems.add(
        ProblemId.SIGMA_SHAPE,
        node.position(),
        "'related' is not as it should be",
        "a list is needed, and in it maps with id and type");
  }

  private Fields attributes() {
    Fields.Builder attributes = Fields.builder();
    for (Entry entry : document.entries()) {
      String key = entry.name();
      // A sentence under this key is a remark; a correlation is a map.
      boolean remark = key.equals("correlation") && entry.value() instanceof Scalar;
      if (KNOWN.contains(key) && !key.equals(OWN) && !remark) {
        continue;
      }
      if (!key.equals(OWN)) {
        problems.add(
            ProblemId.SIGMA_UNKNOWN_KEY,
            entry.key().position(),
            remark
                ? "'correlation' is a text: it is kept as a remark"
                : "unknown key " + Problem.quoted(key),
            remark ? "a correlation is a map, in a document of its own" : hint(key));
      }
      plain(entry.value()).ifPresent(value -> attributes.put(key, value));
    }
    return attributes.build();
  }

  private static String hint(String key) {
    String hint = "it is kept as an attribute and changes nothing";
    return key.length() > MAX_NAME
        ? hint
        : NearestName.of(key, KNOWN)
            .map("%s; did you mean '%%s'?".formatted(hint)::formatted)
            .orElse(hint);
  }

  private static Optional<Object> plain(YamlNode node) {
    if (node instanceof Scalar scalar) {
      return scalar.isNull() ? Optional.empty() : Optional.of(scalar.text());
    }
    if (node instanceof Items items) {
      return Optional.of(items.nodes().stream().flatMap(item -> plain(item).stream()).toList());
    }
    Fields.Builder nested = Fields.builder();
    ((Entries) node)
        .entries()
        .forEach(entry -> plain(entry.value()).ifPresent(value -> nested.put(entry.name(), value)));
    return Optional.of(nested.build());
  }
}
