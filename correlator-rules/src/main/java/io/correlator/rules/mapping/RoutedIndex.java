package io.correlator.rules.mapping;

import io.correlator.rules.detection.Predicate;
import io.correlator.rules.index.RuleIndex;
import io.correlator.rules.index.RuleSubset;
import io.correlator.rules.model.DetectionRule;
import io.correlator.rules.model.LogSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Rules about single records and the routes of a {@link Mapping} in one index: which rules hold for
 * a record that belongs to their log source. What the record does not have and what is not about it
 * is not asked. Immutable; any number of threads may use it, each with a {@link #matcher()} of its
 * own.
 */
public final class RoutedIndex {
  final Mapping mapping;
  final RuleIndex index;

  /** The number of the first route: those of the rules come first. */
  final int firstRoute;

  /** The part of the index that says which routes a record takes. */
  final RuleSubset routing;

  /** What the fields of a record are good for, by their names. */
  final Map<String, Reach> reach = new HashMap<>();

  /** Fields that every record has, whatever it says. */
  final BitSet always = new BitSet();

  /** The numbers of the fields that the index scans; of those of one name the last. */
  final Map<String, Integer> numbers = new HashMap<>();

  /** The names of the fields, by their numbers. */
  final String[] names;

  /** For each number of a field the last number of that name. */
  final int[] lastNumbers;

  private final Set<String> parts;
  private final List<LogSource> logSources;

  /** For each rule which of them it is about. */
  private final int[] logSourceOf;

  /**
   * What a field of a record may show.
   *
   * @param own the number of the field of that name, -1 if no rule has one
   * @param others the numbers of all fields that may be found there
   */
  record Reach(int own, BitSet others) {
    Reach(int own) {
      this(own, new BitSet());
    }
  }

  private RoutedIndex(Mapping mapping, List<DetectionRule> rules, Set<String> parts) {
    this.mapping = mapping;
    this.parts = Set.copyOf(parts);
    this.logSources = rules.stream().map(DetectionRule::logSource).distinct().toList();
    this.logSourceOf =
        rules.stream().map(DetectionRule::logSource).mapToInt(logSources::indexOf).toArray();
    this.firstRoute = rules.size();
    List<Predicate> predicates = new ArrayList<>();
    rules.forEach(rule -> predicates.add(rule.predicate()));
    mapping.routes().forEach(route -> predicates.add(route.when()));
    this.index = RuleIndex.of(predicates);
    this.routing = index.only(number -> number >= firstRoute).sharpened();
    this.names = index.fields().toArray(String[]::new);
    for (int number = 0; number < names.length; number++) {
      numbers.put(names[number], number);
      if (names[number].isEmpty()) {
        always.set(number);
      } else {
        addReach(number, names[number]);
      }
    }
    this.lastNumbers = Stream.of(names).mapToInt(numbers::get).toArray();
  }

  /**
   * Makes rules ready.
   *
   * @param parts names by which the views of records show something else than their fields; rules
   *     may ask for them
   */
  public static RoutedIndex of(Mapping mapping, List<DetectionRule> rules, Set<String> parts) {
    return new RoutedIndex(mapping, rules, parts);
  }

  private void addReach(int number, String field) {
    // What is parsed, a class may know of any record.
    if (parts.contains(field) || isParsed(field)) {
      always.set(number);
      return;
    }
    mapping
        .sourcesOf(field)
        .forEach(
            source -> {
              if (isPart(source)) {
                always.set(number);
              }
              // A path is found through each field that it may begin with.
              for (int dot = source.indexOf('.'); dot >= 0; dot = source.indexOf('.', dot + 1)) {
                reach(source.substring(0, dot)).others().set(number);
              }
              reach(source).others().set(number);
            });
    reach.put(field, new Reach(number, reach(field).others()));
  }

  /** Whether records show something by this name that need not be a field. */
  boolean isPart(String name) {
    return FieldsView.PARTS.contains(name) || parts.contains(name);
  }

  static boolean isParsed(String name) {
    return name.startsWith(ClassifiedRecord.PARSED);
  }

  private Reach reach(String name) {
    return reach.computeIfAbsent(name, any -> new Reach(-1));
  }

  /** The fields that a record with these names may have because of what its classes say. */
  BitSet classified(List<Names> names) {
    BitSet classified = new BitSet();
    // Not by name: a field that is scanned in two ways has two numbers.
    for (int number = 0; number < this.names.length; number++) {
      String field = this.names[number];
      if (names.stream()
          .anyMatch(each -> each.sourcesOf(field).stream().anyMatch(RoutedIndex::isParsed))) {
        classified.set(number);
      }
    }
    return classified;
  }

  /** The rules that are about records which take these routes. */
  RuleSubset rulesFor(List<Route> routes) {
    BitSet concerned = new BitSet();
    for (int i = 0; i < logSources.size(); i++) {
      concerned.set(i, concerns(logSources.get(i), routes));
    }
    return index.only(number -> number < firstRoute && concerned.get(logSourceOf[number]));
  }

  /**
   * The part of the index that says of some routes which of them a record takes, if what is cheap
   * to ask is known already.
   */
  RuleSubset routing(BitSet routes) {
    return index
        .only(number -> number >= firstRoute && routes.get(number - firstRoute))
        .sharpenedAndUnguarded();
  }

  private static boolean concerns(LogSource wanted, List<Route> routes) {
    return wanted.isAny() || routes.stream().anyMatch(route -> wanted.includes(route.logSource()));
  }

  /** What asks for one thread. */
  public RoutedMatcher matcher() {
    return new RoutedMatcher(this);
  }
}
