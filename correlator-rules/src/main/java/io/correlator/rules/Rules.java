package io.correlator.rules;

import io.correlator.rules.mapping.Mapping;
import io.correlator.rules.model.CorrelationRule;
import io.correlator.rules.model.DetectionRule;
import io.correlator.rules.model.Rule;
import io.correlator.rules.problem.Position;
import io.correlator.rules.problem.Problem;
import io.correlator.rules.problem.ProblemId;
import io.correlator.rules.problem.Problems;
import io.correlator.rules.sigma.SigmaFilter;
import io.correlator.rules.sigma.SigmaReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Loads rules from files: Sigma from {@code .yml} and {@code .yaml}, JSON rules from {@code .json}.
 * A rule that is wrong is refused and told among the {@linkplain RuleSet#problems() problems}; the
 * others are loaded. For one thread.
 */
public final class Rules {
  private final Mapping mapping;
  private final SigmaReader sigma;
  private final Problems problems = new Problems();
  private final List<DetectionRule> detections = new ArrayList<>();
  private final List<CorrelationRule> correlations = new ArrayList<>();
  private final List<SigmaFilter> filters = new ArrayList<>();
  private int disabled;

  private Rules(Mapping mapping) {
    this.mapping = mapping;
    this.sigma = SigmaReader.with(mapping.placeholders());
  }

  /**
   * Loads files, and all such files in folders and the folders in them, in the order of their
   * names. What begins with a dot is left out, and so is what {@linkplain #isTest tests} them.
   */
  public static RuleSet load(Path... paths) {
    return load(Mapping.standard(), List.of(paths));
  }

  /** As {@link #load(Path...)}, for records that {@code mapping} makes known to the rules. */
  public static RuleSet load(Mapping mapping, List<Path> paths) {
    return read(mapping, paths).link(Edits.none());
  }

  /** Reads files; how the rules in them refer to each other is not looked at yet. */
  static Rules read(Mapping mapping, List<Path> paths) {
    Rules rules = new Rules(mapping);
    paths.forEach(rules::add);
    return rules;
  }

  /**
   * As {@link #load(Mapping, List)}, for texts that stand in no file.
   *
   * @param texts by the name of a file that they could be
   */
  public static RuleSet parse(Mapping mapping, Map<String, String> texts) {
    Rules rules = new Rules(mapping);
    texts.forEach((file, text) -> rules.add(RuleFile.read(file, text, rules.sigma)));
    return rules.link(Edits.none());
  }

  /** Rules that were made already. */
  static Rules of(List<? extends Rule> rules) {
    Rules all = new Rules(Mapping.standard());
    rules.forEach(all::add);
    return all;
  }

  private void add(Path path) {
    try {
      List<Path> found = files(path);
      if (found.isEmpty()) {
        problems.add(
            ProblemId.RULE_FOLDER_EMPTY,
            Position.of(path.toString()),
            "the folder holds no rules",
            "files of rules end in .yml, .yaml or .json");
      }
      // What most of the time goes into; files do not know of each other yet.
      found.parallelStream().map(file -> RuleFile.read(file, sigma)).toList().forEach(this::add);
    } catch (IOException | UncheckedIOException e) {
      add(RuleFile.unreadable(path, e));
    }
  }

  /**
   * The files of rules in a folder and the folders in it, by name; what is no folder is one itself.
   */
  static List<Path> files(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> walk = Files.walk(path)) {
      return walk.filter(RuleFile::isRules)
          .filter(each -> !isTest(each) && !isHidden(path.relativize(each)))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }

  private static boolean isHidden(Path relative) {
    for (Path name : relative) {
      if (name.toString().startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  /** Whether a file holds cases for rules and no rules: its name ends in {@code .test.yml}. */
  public static boolean isTest(Path file) {
    return RuleFile.isTest(file);
  }

  private void add(RuleFile file) {
    file.problems().forEach(problems::add);
    file.rules().forEach(this::add);
    filters.addAll(file.filters());
    disabled += file.disabled();
  }

  private void add(Rule rule) {
    if (rule instanceof CorrelationRule correlation) {
      correlations.add(correlation);
    } else {
      detections.add((DetectionRule) rule);
    }
  }

  /**
   * Adds what stood in files that cannot be read now: of each file with an error, those rules and
   * filters that it had before and does not have any more.
   */
  void keep(Rules before) {
    List<Path> broken =
        problems.all().stream()
            .filter(Problem::isError)
            .map(problem -> Path.of(problem.position().file()))
            .distinct()
            .toList();
    Set<String> known = new HashSet<>();
    Stream.of(detections, correlations)
        .flatMap(List::stream)
        .forEach(rule -> known.add(rule.metadata().key()));
    keep(before.detections, detections, known, broken);
    keep(before.correlations, correlations, known, broken);
    Set<String> present =
        filters.stream().map(filter -> filter.metadata().key()).collect(Collectors.toSet());
    before.filters.stream()
        .filter(filter -> isIn(broken, filter.position()))
        .filter(filter -> !present.contains(filter.metadata().key()))
        .forEach(filters::add);
  }

  private static <R extends Rule> void keep(
      List<R> before, List<R> now, Set<String> known, List<Path> broken) {
    before.stream()
        .filter(rule -> isIn(broken, rule.position()) && known.add(rule.metadata().key()))
        .forEach(now::add);
  }

  private static boolean isIn(List<Path> broken, Position position) {
    return broken.stream().anyMatch(path -> Path.of(position.file()).startsWith(path));
  }

  /**
   * Puts back correlations that were at work and cannot be tied to the rules now, although their
   * files say something about them; and with them the rules that they are about.
   *
   * @return whether there was one
   */
  boolean keepTied(Rules before, RuleSet linked, RuleSet running) {
    Set<String> there = new HashSet<>(keys(linked.rules()));
    Set<String> ran = keys(running.rules());
    List<Path> broken =
        linked.problems().stream()
            .filter(Problem::isError)
            .map(problem -> Path.of(problem.position().file()))
            .toList();
    List<CorrelationRule> lost =
        before.correlations.stream()
            .filter(rule -> isIn(broken, rule.position()))
            .filter(rule -> !there.contains(rule.metadata().key()))
            .filter(rule -> ran.contains(rule.metadata().key()))
            .toList();
    for (CorrelationRule rule : lost) {
      correlations.removeIf(each -> each.metadata().key().equals(rule.metadata().key()));
      putBack(rule, before, there);
    }
    return !lost.isEmpty();
  }

  /** With what it names, as far as that is not there any more. */
  private void putBack(CorrelationRule rule, Rules before, Set<String> there) {
    correlations.add(rule);
    there.add(rule.metadata().key());
    before.detections.stream()
        .filter(each -> isNamed(each, rule) && there.add(each.metadata().key()))
        .forEach(detections::add);
    before.correlations.stream()
        .filter(each -> isNamed(each, rule) && !there.contains(each.metadata().key()))
        .forEach(each -> putBack(each, before, there));
  }

  private static boolean isNamed(Rule each, CorrelationRule rule) {
    return rule.references().stream().anyMatch(each.metadata()::isCalled);
  }

  private static Set<String> keys(List<Rule> rules) {
    return rules.stream().map(rule -> rule.metadata().key()).collect(Collectors.toSet());
  }

  /** The rules that can be used, with those that were put or switched off by hand. */
  RuleSet link(Edits edits) {
    Problems found = new Problems();
    problems.all().forEach(found::add);
    Linker linker = new Linker(found);
    List<CorrelationRule> tied = edits.over(correlations, CorrelationRule.class);
    Set<String> off = edits.off(tied);
    List<DetectionRule> all = edits.over(detections, DetectionRule.class);
    List<DetectionRule> on = all.stream().filter(rule -> !Edits.isOff(rule, off)).toList();
    List<CorrelationRule> tiedOn = tied.stream().filter(rule -> !Edits.isOff(rule, off)).toList();
    List<DetectionRule> filtered = SigmaFilter.apply(filters, linker.distinct(on), found);
    mapping.check(filtered, found);
    List<Rule> usable = new ArrayList<>(filtered);
    usable.addAll(linker.linked(linker.distinct(tiedOn), filtered));
    int switchedOff = all.size() - on.size() + tied.size() - tiedOn.size();
    Set<String> called =
        filters.stream().flatMap(filter -> filter.rules().stream()).collect(Collectors.toSet());
    return new RuleSet(usable, disabled + switchedOff, mapping, called, found.all());
  }
}
