package io.correlator.rules.mapping;

import static java.util.Objects.requireNonNull;

import io.correlator.api.LogRecord;
import io.correlator.rules.classify.Classifier;
import io.correlator.rules.detection.RecordView;
import io.correlator.rules.model.DetectionRule;
import io.correlator.rules.model.LogSource;
import io.correlator.rules.problem.Position;
import io.correlator.rules.problem.ProblemId;
import io.correlator.rules.problem.Problems;
import io.correlator.rules.sigma.Placeholders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which records belong to which log sources, and how the fields of rules are called there. Several
 * are put together with {@link #and}; {@link #standard} is what is known without being told.
 * Immutable; may be used by any thread.
 */
public final class Mapping {
  /** The largest file that is read, in bytes. */
  private static final long MAX_BYTES = 1 << 20;

  private final List<Route> routes;
  private final Names names;
  private final Map<String, List<String>> placeholders;
  private final Classifier classifier;
  private final RouteTable table;

  Mapping(
      List<Route> routes,
      Names names,
      Map<String, List<String>> placeholders,
      Classifier classifier) {
    this.routes = List.copyOf(routes);
    this.names = names;
    this.placeholders = Map.copyOf(placeholders);
    this.classifier = classifier;
    this.table = new RouteTable(routes);
  }

  /**
   * Reads a mapping.
   *
   * @param file its name, for positions
   * @param text its content
   * @param problems what is wrong is noted there
   * @return nothing if it has an error
   */
  public static Optional<Mapping> read(String file, String text, Problems problems) {
    return MappingReader.read(file, text, problems);
  }

  /**
   * Reads a mapping from a file in UTF-8.
   *
   * @param problems what is wrong is noted there
   * @return nothing if it has an error
   */
  public static Optional<Mapping> load(Path file, Problems problems) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new IOException("larger than " + MAX_BYTES + " bytes");
      }
      return read(file.toString(), Files.readString(file), problems);
    } catch (IOException e) {
      problems.add(
          ProblemId.MAPPING,
          Position.of(file.toString()),
          "cannot be read: " + e,
          "a readable file in UTF-8 is needed");
      return Optional.empty();
    }
  }

  /** Windows events, Linux audit and syslog, web servers, ECS and some logs of clouds. */
  public static Mapping standard() {
    return StandardMappings.ALL;
  }

  /** Both mappings: a record belongs to the log sources of either; here, names come first. */
  public Mapping and(Mapping other) {
    return new Mapping(
        Stream.concat(routes.stream(), other.routes.stream()).toList(),
        names.and(other.names),
        Names.merged(placeholders, other.placeholders),
        classifier.and(other.classifier));
  }

  /**
   * This mapping without what makes no difference to rules: kinds of records that none of them is
   * about, and that do not call any of their fields otherwise.
   *
   * @param logSources what the rules are about
   * @param fields all that they ask for
   */
  public Mapping needed(Collection<LogSource> logSources, Set<String> fields) {
    List<Route> needed =
        routes.stream()
            .filter(
                route ->
                    logSources.stream()
                            .anyMatch(each -> !each.isAny() && each.includes(route.logSource()))
                        || route.names().filter(more -> callsOne(more, fields)).isPresent())
            .toList();
    return new Mapping(needed, names, placeholders, classifier);
  }

  private static boolean callsOne(Names names, Set<String> fields) {
    return fields.stream()
        .flatMap(field -> Stream.of(field, ClassifiedRecord.unparsed(field)))
        .anyMatch(field -> names.sourcesOf(field).size() > 1);
  }

  /** What asks the classifier for one thread, see {@link #map(RecordView, Classifier.Reader)}. */
  public Classifier.Reader openClassifier() {
    return classifier.open();
  }

  /** What the mapping says that placeholders in rules stand for. */
  public Placeholders placeholders() {
    return Placeholders.of(placeholders);
  }

  /** A record as rules see it. */
  public MappedRecord map(LogRecord record) {
    return map(FieldsView.of(record));
  }

  /** What rules see of a record that is known under its own names. */
  public MappedRecord map(RecordView own) {
    return map(new ClassifiedRecord(requireNonNull(own, "own"), classifier::open));
  }

  /** The same, with what {@link #openClassifier} has given to this thread. */
  public MappedRecord map(RecordView own, Classifier.Reader reader) {
    requireNonNull(reader, "reader");
    return map(new ClassifiedRecord(requireNonNull(own, "own"), () -> reader));
  }

  private MappedRecord map(ClassifiedRecord classified) {
    RecordView named = names.over(classified);
    return new MappedRecord(classified, names, named, table.of(named));
  }

  List<Route> routes() {
    return routes;
  }

  Names names() {
    return names;
  }

  /** All names and paths under which a field may be found in some record, its own first. */
  Set<String> sourcesOf(String field) {
    Set<String> sources = new LinkedHashSet<>(names.sourcesOf(field));
    for (Route route : routes) {
      route
          .names()
          .ifPresent(
              more ->
                  more.sourcesOf(field).forEach(other -> sources.addAll(names.sourcesOf(other))));
    }
    return sources;
  }

  /** Whether any record could belong to a log source that a rule for {@code wanted} is about. */
  public boolean knows(LogSource wanted) {
    return routes.stream().anyMatch(route -> wanted.includes(route.logSource()));
  }

  /** Notes each rule whose log source no record can belong to. */
  public void check(List<DetectionRule> rules, Problems problems) {
    for (DetectionRule rule : rules) {
      if (!knows(rule.logSource())) {
        problems.add(
            ProblemId.LOG_SOURCE_UNMAPPED,
            rule.position(),
            "no mapping knows the log source " + rule.logSource() + ": the rule never matches",
            "say in a mapping which records belong to it");
      }
    }
  }
}
