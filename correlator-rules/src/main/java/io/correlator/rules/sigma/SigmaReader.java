package io.correlator.rules.sigma;

import static java.util.Objects.requireNonNull;

import io.correlator.api.state.Quota;
import io.correlator.rules.detection.Predicate;
import io.correlator.rules.model.DetectionRule;
import io.correlator.rules.model.LogSource;
import io.correlator.rules.model.Metadata;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads files of Sigma 2.1: rules, filters and correlations, several documents in a file. Nothing
 * is ever left out silently: what is not understood is an error with a stable id, and then the
 * document is refused. Immutable; may be used by any thread.
 */
public final class SigmaReader {
  private static final Set<String> NO_SELECTIONS = Set.of("condition", "timeframe");
  private static final List<String> OWN_KEYS = List.of("quota", "tests");
  private static final Set<String> NO_FILTERS = Set.of("condition", "timeframe", "rules");

  private final SelectionReader selections;

  private SigmaReader(Placeholders placeholders) {
    this.selections = new SelectionReader(placeholders);
  }

  /** A reader that refuses rules with placeholders. */
  public static SigmaReader of() {
    return new SigmaReader(Placeholders.none());
  }

  /** A reader that knows what placeholders stand for. */
  public static SigmaReader with(Placeholders placeholders) {
    return new SigmaReader(requireNonNull(placeholders, "placeholders"));
  }

  /**
   * Reads a file.
   *
   * @param file its name, for positions
   * @param text its content
   */
  public SigmaFile read(String file, String text) {
    Problems problems = new Problems();
    List<YamlNode> documents = YamlReader.read(file, text, problems);
    if (documents.isEmpty() && problems.errors() == 0) {
      problems.add(ProblemId.SIGMA_EMPTY, Position.of(file), "no document", "write a rule");
    }
    int whole = wholeRules(documents);
    SigmaFile read = new Run(problems).read(documents.subList(0, whole));
    refuseActions(documents.subList(whole, documents.size()), problems);
    return new SigmaFile(read.rules(), read.filters(), read.correlations(), problems.all());
  }

  /** A document with an action gives those behind it a meaning that none of them has alone. */
  private static int wholeRules(List<YamlNode> documents) {
    int whole = 0;
    while (whole < documents.size() && action(documents.get(whole)).isEmpty()) {
      whole++;
    }
    return whole;
  }

  private static Optional<YamlNode> action(YamlNode node) {
    return node instanceof Entries document ? document.get("action") : Optional.empty();
  }

  private void refuseActions(List<YamlNode> documents, Problems problems) {
    int behind = documents.size();
    for (YamlNode document : documents) {
      behind--;
      Optional<YamlNode> action = action(document);
      if (action.isPresent()) {
        problems.add(
            ProblemId.SIGMA_LEGACY_ACTION,
            action.get().position(),
            "Sigma 2 has no 'action'"
                + (behind == 0
                    ? ""
                    : "; what follows in the file (%d documents) is refused with it"
                        .formatted(behind)),
            "write each rule out in full, in documents that --- separates; one about several of them"
                + " is a correlation:\n"
                + LegacyAggregation.NEAR_EACH_OTHER.asCorrelation("...", Optional.empty()));
      }
    }
    documents.forEach(document -> refuseAggregations(document, problems));
  }

  private void refuseAggregations(YamlNode node, Problems problems) {
    if (node instanceof Entries document
        && document.get("detection").orElse(node) instanceof Entries detection) {
      List<Scalar> conditions =
          detection.get("condition").stream()
              .filter(Scalar.class::isInstance)
              .map(Scalar.class::cast)
              .toList();
      String title =
          document.get("title").map(t -> t instanceof Scalar s ? s.text() : "").orElse("");
      new DetectionReader(selections, problems).refuseLegacy(detection, conditions, title);
    }
  }

  /** Reads the documents of one file. */
  private final class Run {
    private final Problems problems;
    private final List<DetectionRule> rules = new ArrayList<>();
    private final List<SigmaFilter> filters = new ArrayList<>();
    private final List<Entries> correlations = new ArrayList<>();

    Run(Problems problems) {
      this.problems = problems;
    }

    SigmaFile read(List<YamlNode> documents) {
      documents.forEach(this::read);
      return new SigmaFile(rules, filters, correlations, problems.all());
    }

    private void read(YamlNode node) {
      if (!(node instanceof Entries document)) {
        error(ProblemId.SIGMA_SHAPE, node, "the document is " + node.kind(), "a rule is a map");
        return;
      }
      boolean correlation =
          document.get("correlation").filter(Entries.class::isInstance).isPresent();
      boolean filter = document.get("filter").isPresent();
      boolean detection = document.get("detection").isPresent();
      if ((correlation ? 1 : 0) + (filter ? 1 : 0) + (detection ? 1 : 0) > 1) {
        error(
            ProblemId.SIGMA_SHAPE,
            document,
            "the document is more than one of rule, correlation and filter",
            "separate them by ---");
      } else if (correlation) {
        correlations.add(document);
      } else if (filter) {
        filter(document).ifPresent(filters::add);
      } else {
        rule(document).ifPresent(rules::add);
      }
    }

    private Optional<DetectionRule> rule(Entries document) {
      int errors = problems.errors();
      Metadata metadata = MetadataReader.read(document, problems);
      LogSource logSource = logSource(document);
      List<Predicate> conditions =
          map(document, "detection")
              .map(detection -> detections().read(detection, NO_SELECTIONS, metadata.title()))
              .orElse(List.of());
      Optional<Quota> quota = quota(document);
      return problems.errors() > errors
          ? Optional.empty()
          : Optional.of(
              new DetectionRule(metadata, logSource, conditions, quota, document.position()));
    }

    /** The map of our own says how often a rule is told; its tests are for others to read. */
    private Optional<Quota> quota(Entries document) {
      EntriesReader reader = new EntriesReader(ProblemId.SIGMA_SHAPE, problems);
      Optional<YamlNode> own = document.get(MetadataReader.OWN);
      if (own.isEmpty() || !(own.get() instanceof Entries entries)) {
        own.ifPresent(
            node ->
                reader.wrong(
                    node,
                    "'%s' is %s".formatted(MetadataReader.OWN, node.kind()),
                    "a map is needed"));
        return Optional.empty();
      }
      reader.checkKeys(entries, OWN_KEYS);
      Optional<String> text = reader.text(entries, "quota");
      Optional<Quota> quota = text.flatMap(QuotaText::of);
      if (text.isPresent() && quota.isEmpty()) {
        reader.wrong(
            entries.get("quota").orElse(entries),
            "the quota is " + Problem.quoted(text.get()),
            QuotaText.REMEDY);
      }
      return quota;
    }

    private Optional<SigmaFilter> filter(Entries document) {
      int errors = problems.errors();
      Metadata metadata = MetadataReader.read(document, problems);
      LogSource logSource = logSource(document);
      Optional<Entries> filter = map(document, "filter");
      List<Predicate> conditions =
          filter
              .map(entries -> detections().read(entries, NO_FILTERS, metadata.title()))
              .orElse(List.of());
      List<String> names = filter.map(this::references).orElse(List.of());
      if (problems.errors() > errors) {
        return Optional.empty();
      }
      Predicate condition =
          conditions.size() == 1 ? conditions.get(0) : new Predicate.Any(conditions);
      if (!negates(condition)) {
        problems.add(
            ProblemId.FILTER_WITHOUT_NOT,
            filter.orElse(document).position(),
            "the condition has no 'not': the rules match only what the filter describes",
            "write condition: not selection to leave out what it describes");
      }
      return Optional.of(
          new SigmaFilter(metadata, logSource, names, condition, document.position()));
    }

    private DetectionReader detections() {
      return new DetectionReader(selections, problems);
    }

    private List<String> references(Entries filter) {
      Optional<YamlNode> node = filter.get("rules");
      List<YamlNode> nodes =
          node.isPresent() && node.get() instanceof Items items
              ? items.nodes()
              : node.stream().toList();
      List<String> names = new ArrayList<>();
      for (YamlNode each : nodes) {
        if (each instanceof Scalar scalar && !scalar.isNull()) {
          names.add(scalar.text());
        } else {
          error(ProblemId.SIGMA_SHAPE, each, "a rule is " + each.kind(), "ids or names are needed");
        }
      }
      if (nodes.isEmpty()) {
        error(
            ProblemId.SIGMA_MISSING_KEY,
            filter,
            "'rules' is missing",
            "name rules by id or name, or write any");
      }
      return names.equals(List.of("any")) ? List.of() : names;
    }

    private LogSource logSource(Entries document) {
      Optional<Entries> node = map(document, "logsource");
      Optional<String> category = node.flatMap(entries -> part(entries, "category"));
      Optional<String> product = node.flatMap(entries -> part(entries, "product"));
      Optional<String> service = node.flatMap(entries -> part(entries, "service"));
      if (node.isPresent() && category.or(() -> product).or(() -> service).isEmpty()) {
        error(
            ProblemId.SIGMA_EMPTY,
            node.get(),
            "the log source is not named",
            "give at least one of category, product and service");
      }
      return new LogSource(category, product, service);
    }

    private Optional<String> part(Entries logSource, String key) {
      Optional<YamlNode> node = logSource.get(key);
      if (node.isPresent() && !(node.get() instanceof Scalar)) {
        error(
            ProblemId.SIGMA_SHAPE,
            node.get(),
            key + " is " + node.get().kind(),
            "a text is needed");
      }
      return node.filter(each -> each instanceof Scalar scalar && !scalar.isNull())
          .map(each -> ((Scalar) each).text());
    }

    private Optional<Entries> map(Entries document, String key) {
      Optional<YamlNode> node = document.get(key);
      if (node.isEmpty()) {
        error(
            ProblemId.SIGMA_MISSING_KEY,
            document,
            "'" + key + "' is missing",
            "every rule has title, logsource and detection");
      } else if (!(node.get() instanceof Entries)) {
        error(
            ProblemId.SIGMA_SHAPE,
            node.get(),
            "'%s' is %s".formatted(key, node.get().kind()),
            "a map is needed");
      }
      return node.filter(Entries.class::isInstance).map(Entries.class::cast);
    }

    private void error(ProblemId id, YamlNode node, String message, String remedy) {
      problems.add(id, node.position(), message, remedy);
    }
  }

  private static boolean negates(Predicate predicate) {
    if (predicate instanceof Predicate.All all) {
      return all.parts().stream().anyMatch(SigmaReader::negates);
    }
    if (predicate instanceof Predicate.Any any) {
      return any.parts().stream().anyMatch(SigmaReader::negates);
    }
    return predicate instanceof Predicate.Not
        || (predicate instanceof Predicate.Selection selection && negates(selection.part()));
  }
}
