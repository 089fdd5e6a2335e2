package io.correlator.rules.format;

import io.correlator.api.ParseFailure;
import io.correlator.api.RecordHeader;
import io.correlator.api.Severity;
import io.correlator.api.config.NearestName;
import io.correlator.api.source.FormatContext;
import io.correlator.api.source.RecordFormat;
import io.correlator.rules.problem.Position;
import io.correlator.rules.problem.Problem;
import io.correlator.rules.problem.ProblemId;
import io.correlator.rules.problem.Problems;
import io.correlator.rules.yaml.EntriesReader;
import io.correlator.rules.yaml.YamlNode;
import io.correlator.rules.yaml.YamlNode.Entries;
import io.correlator.rules.yaml.YamlNode.Items;
import io.correlator.rules.yaml.YamlNode.Scalar;
import io.correlator.rules.yaml.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads formats as people write them in YAML. */
final class FormatsReader {
  private static final List<String> KEYS = List.of("title", "patterns", "formats");
  private static final List<String> FORMAT_KEYS =
      List.of(
          "name",
          "description",
          "pattern",
          "time",
          "severity",
          "host",
          "program",
          "process-id",
          "message",
          "examples");
  private static final List<String> TIME_KEYS = List.of("from", "format", "zone");
  private static final List<String> SEVERITY_KEYS = List.of("from", "levels");

  private static final int MOST_PATTERNS = 1000;
  private static final int MOST_FORMATS = 100;
  private static final int MOST_WAYS = 20;

  /** Where examples are read: a leap year, so that each day of a year is one. */
  private static final FormatContext ANYWHERE =
      new FormatContext(ZoneOffset.UTC, Instant.parse("2024-12-31T00:00:00Z"));

  private static final Map<String, Severity> LEVELS = levels();
  private static final Map<String, String> STANDARD = standard();

  private final Problems problems;
  private final EntriesReader yaml;

  private FormatsReader(Problems problems) {
    this.problems = problems;
    this.yaml = new EntriesReader(ProblemId.FORMAT, problems);
  }

  /** What programs call the levels of RFC 5424. */
  private static Map<String, Severity> levels() {
    Map<String, Severity> levels = new HashMap<>();
    for (Severity severity : Severity.values()) {
      levels.put(severity.toString(), severity);
      levels.put(String.valueOf(severity.code()), severity);
    }
    List.of("trace", "verbose").forEach(name -> levels.put(name, Severity.DEBUG));
    List.of("information", "informational").forEach(name -> levels.put(name, Severity.INFO));
    levels.put("warn", Severity.WARNING);
    List.of("err", "severe").forEach(name -> levels.put(name, Severity.ERROR));
    List.of("crit", "fatal").forEach(name -> levels.put(name, Severity.CRITICAL));
    List.of("emerg", "panic").forEach(name -> levels.put(name, Severity.EMERGENCY));
    return Map.copyOf(levels);
  }

  private static Map<String, String> standard() {
    Problems problems = new Problems();
    try (InputStream in = FormatsReader.class.getResourceAsStream("patterns.yml")) {
      if (in == null) {
        throw new IllegalStateException("no resource patterns.yml");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Map<String, String> patterns = new LinkedHashMap<>();
      for (YamlNode document : YamlReader.read("patterns.yml", text, problems)) {
        ((Entries) document)
            .entries()
            .forEach(each -> patterns.put(each.name(), ((Scalar) each.value()).text()));
      }
      return Map.copyOf(patterns);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Optional<List<RecordFormat>> read(String file, String text, Problems problems) {
    int errors = problems.errors();
    List<YamlNode> documents = YamlReader.read(file, text, problems);
    List<RecordFormat> formats = List.of();
    if (documents.size() == 1 && documents.get(0) instanceof Entries document) {
      formats = new FormatsReader(problems).formats(document);
    } else if (problems.errors() == errors) {
      problems.add(
          ProblemId.FORMAT,
          Position.of(file),
          "these are no formats",
          "a map with 'formats' is needed, and one only");
    }
    return problems.errors() > errors ? Optional.empty() : Optional.of(formats);
  }

  private List<RecordFormat> formats(Entries document) {
    yaml.checkKeys(document, KEYS);
    PatternBook book = book(document);
    Optional<YamlNode> list = document.get("formats");
    if (list.isEmpty() || !(list.get() instanceof Items items) || items.nodes().isEmpty()) {
      yaml.wrong(list.orElse(document), "there are no 'formats'", "a list of them is needed");
      return List.of();
    }
    if (items.nodes().size() > MOST_FORMATS) {
      yaml.wrong(items, "there are more than %d formats".formatted(MOST_FORMATS), "split the file");
      return List.of();
    }
    List<RecordFormat> formats = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>();
    for (YamlNode node : items.nodes()) {
      format(node, book)
          .ifPresent(
              format -> {
                if (names.add(format.name())) {
                  formats.add(format);
                } else {
                  yaml.wrong(
                      node,
                      "there are two formats called " + Problem.quoted(format.name()),
                      "give each a name of its own");
                }
              });
    }
    return formats;
  }

  private PatternBook book(Entries document) {
    Map<String, String> patterns = new HashMap<>(STANDARD);
    Optional<YamlNode> own = document.get("patterns");
    if (own.isEmpty()) {
      return new PatternBook(patterns);
    }
    if (!(own.get() instanceof Entries entries) || entries.entries().size() > MOST_PATTERNS) {
      yaml.wrong(
          own.get(),
          "'patterns' is " + own.get().kind(),
          "a map from at most %d names to texts is needed".formatted(MOST_PATTERNS));
      return new PatternBook(patterns);
    }
    entries
        .entries()
        .forEach(
            each ->
                yaml.texts(each.value(), each.name()).stream()
                    .limit(1)
                    .forEach(text -> patterns.put(each.name(), text)));
    PatternBook book = new PatternBook(patterns);
    for (YamlNode.Entry each : entries.entries()) {
      if (!each.name().matches("\\w{1,64}")) {
        yaml.wrong(
            each.key(),
            Problem.quoted(each.name()) + " is no name of a pattern",
            "letters, digits and '_' are needed");
      } else {
        checkPattern(book, each);
      }
    }
    return book;
  }

  private void checkPattern(PatternBook book, YamlNode.Entry entry) {
    try {
      book.check(entry.name());
    } catch (IllegalArgumentException e) {
      cannotBeUsed(entry.value(), e);
    }
  }

  private void cannotBeUsed(YamlNode node, IllegalArgumentException e) {
    String message = String.valueOf(e.getMessage());
    yaml.wrong(
        node,
        "the pattern cannot be used: "
            + (message.length() > 200 ? message.substring(0, 200) + "..." : message),
        "RE2 syntax and %{NAME:group} are needed: no look-around, no back-references, no huge"
            + " repetitions");
  }

  private Optional<PatternFormat> format(YamlNode node, PatternBook book) {
    int errors = problems.errors();
    if (!(node instanceof Entries entries)) {
      yaml.wrong(node, "a format is " + node.kind(), "a map with name and pattern is needed");
      return Optional.empty();
    }
    yaml.checkKeys(entries, FORMAT_KEYS);
    String name = name(entries);
    List<LinePattern> patterns = patterns(entries, book);
    if (problems.errors() > errors) {
      return Optional.empty();
    }
    Set<String> groups = new TreeSet<>();
    patterns.forEach(each -> each.groups().forEach(group -> groups.add(group.name())));
    PatternFormat.Parts parts = parts(entries, groups);
    if (problems.errors() > errors) {
      return Optional.empty();
    }
    PatternFormat format =
        new PatternFormat(
            name,
            yaml.text(entries, "description").orElse("of a file of formats"),
            patterns,
            parts);
    entries.get("examples").ifPresent(examples -> tryOut(format, examples));
    return problems.errors() > errors ? Optional.empty() : Optional.of(format);
  }

  private String name(Entries entries) {
    Optional<String> name = yaml.text(entries, "name");
    if (name.isEmpty() || !name.get().matches("[a-z][a-z0-9_-]{0,63}")) {
      yaml.wrong(
          entries.get("name").orElse(entries),
          name.map(text -> Problem.quoted(text) + " is no name of a format")
              .orElse("a format has no 'name'"),
          "lower-case letters, digits, '-' and '_' are needed, such as my-app");
    }
    return name.orElse("");
  }

  private List<LinePattern> patterns(Entries entries, PatternBook book) {
    Optional<YamlNode> node = entries.get("pattern");
    List<YamlNode> nodes =
        node.<List<YamlNode>>map(
                each -> each instanceof Items items ? items.nodes() : List.of(each))
            .orElse(List.of());
    if (nodes.isEmpty() || nodes.size() > MOST_WAYS) {
      yaml.wrong(
          node.orElse(entries),
          nodes.isEmpty() ? "a format has no 'pattern'" : "a format has too many patterns",
          "a text, or a list of at most %d of them, is needed".formatted(MOST_WAYS));
      return List.of();
    }
    List<LinePattern> patterns = new ArrayList<>();
    for (YamlNode each : nodes) {
      for (String text : yaml.texts(each, "pattern")) {
        try {
          patterns.add(book.expand(text).compile());
        } catch (IllegalArgumentException e) {
          cannotBeUsed(each, e);
        }
      }
    }
    return patterns;
  }

  private PatternFormat.Parts parts(Entries entries, Set<String> groups) {
    Optional<YamlNode> time = entries.get("time");
    Optional<YamlNode> severity = entries.get("severity");
    return new PatternFormat.Parts(
        time.map(node -> from(node, "time", TIME_KEYS, groups)).orElse(List.of()),
        time.map(this::lineTime).orElseGet(() -> LineTime.of(List.of(), Optional.empty())),
        severity.flatMap(
            node -> from(node, "severity", SEVERITY_KEYS, groups).stream().findFirst()),
        severity.map(this::severities).orElse(LEVELS),
        group(entries, "host", groups),
        group(entries, "program", groups),
        group(entries, "process-id", groups),
        group(entries, "message", groups));
  }

  private Optional<String> group(Entries entries, String key, Set<String> groups) {
    Optional<YamlNode> node = entries.get(key);
    return node.flatMap(each -> checked(each, yaml.texts(each, key), groups).stream().findFirst());
  }

  /** The groups that a part is made of, which stand alone or under 'from' with more about them. */
  private List<String> from(YamlNode node, String key, List<String> keys, Set<String> groups) {
    if (!(node instanceof Entries entries)) {
      return checked(node, yaml.texts(node, key), groups);
    }
    yaml.checkKeys(entries, keys);
    Optional<YamlNode> from = entries.get("from");
    if (from.isEmpty()) {
      yaml.wrong(entries, "'%s' has no 'from'".formatted(key), "name the group that it is in");
      return List.of();
    }
    return checked(from.get(), yaml.texts(from.get(), "from"), groups);
  }

  private List<String> checked(YamlNode node, List<String> names, Set<String> groups) {
    for (String name : names) {
      if (!groups.contains(name)) {
        yaml.wrong(
            node,
            "no pattern has a group " + Problem.quoted(name),
            NearestName.of(name, groups)
                .map("did you mean '%s'?"::formatted)
                .orElse(
                    groups.isEmpty()
                        ? "name one in a pattern: %{NAME:group}"
                        : "there are " + String.join(", ", groups)));
      }
    }
    return names;
  }

  private LineTime lineTime(YamlNode node) {
    List<String> formats = List.of("iso");
    Optional<ZoneId> zone = Optional.empty();
    if (node instanceof Entries entries) {
      formats =
          entries.get("format").map(each -> yaml.texts(each, "format")).orElse(List.of("iso"));
      zone = yaml.text(entries, "zone").flatMap(text -> zone(text, entries));
      try {
        return LineTime.of(formats, zone);
      } catch (IllegalArgumentException e) {
        yaml.wrong(
            entries.get("format").orElse(entries),
            "the format of a time cannot be used: " + e.getMessage(),
            "write iso, epoch, or a pattern such as dd/MMM/yyyy HH:mm:ss");
        return LineTime.of(List.of(), zone);
      }
    }
    return LineTime.of(formats, zone);
  }

  private Optional<ZoneId> zone(String text, Entries entries) {
    try {
      return Optional.of(ZoneId.of(text));
    } catch (DateTimeException e) {
      yaml.wrong(
          entries.get("zone").orElse(entries),
          "there is no zone " + Problem.quoted(text),
          NearestName.of(text, ZoneId.getAvailableZoneIds())
              .map("did you mean '%s'?"::formatted)
              .orElse("write one such as UTC, +02:00 or Europe/Zurich"));
      return Optional.empty();
    }
  }

  private Map<String, Severity> severities(YamlNode node) {
    Map<String, Severity> severities = new HashMap<>(LEVELS);
    if (node instanceof Entries entries) {
      yaml.lists(entries, "levels")
          .forEach(
              (text, levels) -> {
                Optional<Severity> severity = levels.stream().findFirst().flatMap(Severity::named);
                if (severity.isPresent()) {
                  severities.put(text.toLowerCase(Locale.ROOT), severity.get());
                } else {
                  yaml.wrong(
                      entries.get("levels").orElse(entries),
                      "the level %s means %s".formatted(Problem.quoted(text), levels),
                      "emergency, alert, critical, error, warning, notice, info or debug is needed");
                }
              });
    }
    return severities;
  }

  /** What does not fit is found when the file is read, and not in the log. */
  private void tryOut(PatternFormat format, YamlNode node) {
    List<YamlNode> examples = node instanceof Items items ? items.nodes() : List.of(node);
    for (YamlNode example : examples) {
      for (String text : yaml.texts(example, "examples")) {
        byte[] line = text.getBytes(StandardCharsets.UTF_8);
        new PatternParser(format, ANYWHERE)
            .read(line, 0, line.length, new RecordHeader())
            .ifPresent(failure -> yaml.wrong(example, why(failure, text), "correct one of both"));
      }
    }
  }

  private static String why(ParseFailure failure, String text) {
    return switch (failure) {
      case BAD_TIMESTAMP, NO_SUCH_DATE ->
          "the time of the example %s cannot be read".formatted(Problem.quoted(text));
      default -> "the example %s fits no pattern of the format".formatted(Problem.quoted(text));
    };
  }
}
