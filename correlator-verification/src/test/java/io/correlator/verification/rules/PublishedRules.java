package io.correlator.verification.rules;

import io.correlator.api.Fields;
import io.correlator.rules.detection.Evaluator;
import io.correlator.rules.mapping.FieldsView;
import io.correlator.rules.mapping.MappedRecord;
import io.correlator.rules.mapping.Mapping;
import io.correlator.rules.mapping.RoutedIndex;
import io.correlator.rules.mapping.RoutedMatcher;
import io.correlator.rules.model.DetectionRule;
import io.correlator.rules.model.LogSource;
import io.correlator.rules.problem.Problem;
import io.correlator.rules.sigma.SigmaFile;
import io.correlator.rules.sigma.SigmaReader;
import io.correlator.verification.sshd.Corpora;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The rules of a folder of the corpora, read and made ready. */
final class PublishedRules {
  private final Mapping mapping = Mapping.standard();
  private final List<Ready> rules = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final Map<Set<LogSource>, List<Ready>> byLogSources = new HashMap<>();
  private int files;
  private int refused;

  private record Ready(DetectionRule rule, Evaluator evaluator) {}

  private PublishedRules() {}

  /** All rules in a folder and in those below it. */
  static PublishedRules in(String folder) {
    PublishedRules read = new PublishedRules();
    Path root = Corpora.file(folder);
    try (var paths = Files.walk(root)) {
      paths
          .filter(path -> path.toString().endsWith(".yml") || path.toString().endsWith(".yaml"))
          .sorted()
          .forEach(path -> read.add(root.relativize(path).toString(), path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return read;
  }

  private void add(String name, Path path) {
    try {
      SigmaFile file = SigmaReader.of().read(name, Files.readString(path));
      files++;
      refused += file.hasErrors() ? 1 : 0;
      problems.addAll(file.problems());
      file.rules().forEach(rule -> rules.add(new Ready(rule, Evaluator.of(rule.predicate()))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int files() {
    return files;
  }

  int refused() {
    return refused;
  }

  List<Problem> problems() {
    return problems;
  }

  List<DetectionRule> rules() {
    return rules.stream().map(Ready::rule).toList();
  }

  Mapping mapping() {
    return mapping;
  }

  DetectionRule rule(String id) {
    return rules().stream().filter(rule -> rule.metadata().isCalled(id)).findFirst().orElseThrow();
  }

  /** The same rules in one index, with the mapping. */
  RoutedIndex indexed() {
    return RoutedIndex.of(mapping, rules(), Set.of());
  }

  /** What the index finds of what {@link #matching} looks for. */
  Set<String> found(RoutedMatcher matcher, Fields event) {
    Set<String> ids = new TreeSet<>();
    matcher.match(
        FieldsView.of(event),
        event,
        number -> {
          DetectionRule rule = rules.get(number).rule();
          if (rule.logSource().product().equals(WINDOWS)) {
            ids.add(rule.metadata().key());
          }
        });
    return ids;
  }

  /** The ids of all rules for Windows that match an event. */
  Set<String> matching(Fields event) {
    MappedRecord record = mapping.map(FieldsView.of(event));
    List<Ready> candidates =
        byLogSources.computeIfAbsent(
            Set.copyOf(record.logSources()),
            sources ->
                rules.stream()
                    .filter(ready -> ready.rule().logSource().product().equals(WINDOWS))
                    .filter(ready -> sources.stream().anyMatch(ready.rule().logSource()::includes))
                    .toList());
    Set<String> ids = new TreeSet<>();
    for (Ready ready : candidates) {
      if (ready.evaluator().matches(record)) {
        ids.add(ready.rule().metadata().key());
      }
    }
    return ids;
  }

  private static final java.util.Optional<String> WINDOWS = java.util.Optional.of("windows");
}
