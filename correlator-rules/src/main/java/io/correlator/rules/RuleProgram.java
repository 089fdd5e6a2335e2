package io.correlator.rules;

import io.correlator.api.LogRecord;
import io.correlator.api.state.Quota;
import io.correlator.rules.mapping.MappedRecord;
import io.correlator.rules.mapping.Mapping;
import io.correlator.rules.mapping.RoutedIndex;
import io.correlator.rules.mapping.RoutedMatcher;
import io.correlator.rules.model.CorrelationRule;
import io.correlator.rules.model.DetectionRule;
import io.correlator.rules.model.LogSource;
import io.correlator.rules.model.Rule;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A set of rules made ready: the index over those about single records, and who listens to them.
 * Immutable but for a cache; may be used by any thread.
 */
final class RuleProgram {
  private final Mapping mapping;
  private final List<DetectionRule> detections = new ArrayList<>();
  private final List<CorrelationRule> correlations = new ArrayList<>();
  private final RoutedIndex index;

  // Rules are numbered: those about single records first, then the correlations.

  /** For each correlation the numbers of the rules that it names, in order. */
  private final List<List<Integer>> steps = new ArrayList<>();

  /** For each rule the correlations that listen, as numbered among themselves. */
  private final List<List<Integer>> listeners = new ArrayList<>();

  /** The rules that give no alert of their own. */
  private final BitSet silent = new BitSet();

  private final Chains chains;

  /** For each correlation what its state is called. */
  private final String[] states;

  /** For rules about single records that have none of their own. */
  private final Optional<Quota> quota;

  RuleProgram(RuleSet set, Optional<Quota> quota) {
    this.quota = quota;
    mapping = set.mapping();
    for (Rule rule : set.rules()) {
      if (rule instanceof CorrelationRule correlation) {
        correlations.add(correlation);
      } else {
        detections.add((DetectionRule) rule);
      }
      listeners.add(new ArrayList<>());
    }
    index = RoutedIndex.of(neededMapping(), detections, RecordParts.NAMES);
    link();
    chains = new Chains(this);
    states = new String[correlations.size()];
    // Those that others name first.
    IntStream.range(0, states.length)
        .boxed()
        .sorted(Comparator.comparingInt(chains::depth))
        .forEach(number -> states[number] = Identity.ofState(this, number));
  }

  /**
   * Whatever kinds of records there are, none need be told apart that are the same to all rules.
   */
  private Mapping neededMapping() {
    Set<LogSource> logSources = new HashSet<>();
    Set<String> fields = new HashSet<>();
    for (DetectionRule rule : detections) {
      logSources.add(rule.logSource());
      fields.addAll(rule.predicate().fields());
    }
    for (CorrelationRule rule : correlations) {
      fields.addAll(rule.groupBy());
      rule.aliases().values().forEach(alias -> fields.addAll(alias.values()));
      fields.addAll(rule.fields());
    }
    fields.removeAll(RecordParts.NAMES);
    return mapping.needed(logSources, fields);
  }

  private void link() {
    Map<String, Integer> numbers = new HashMap<>();
    for (int i = 0; i < listeners.size(); i++) {
      int number = i;
      rule(i).metadata().id().ifPresent(id -> numbers.put(id, number));
      rule(i).metadata().name().ifPresent(name -> numbers.put(name, number));
    }
    BitSet loud = new BitSet();
    for (int i = 0; i < correlations.size(); i++) {
      List<Integer> rules = new ArrayList<>();
      for (String reference : correlations.get(i).references()) {
        Integer rule = numbers.get(reference);
        if (rule == null) {
          throw new IllegalArgumentException("rules: there is no rule '" + reference + "'");
        }
        rules.add(rule);
        if (!listeners.get(rule).contains(i)) {
          listeners.get(rule).add(i);
        }
        (correlations.get(i).generate() ? loud : silent).set(rule);
      }
      steps.add(rules);
    }
    silent.andNot(loud);
  }

  RoutedMatcher matcher() {
    return index.matcher();
  }

  MappedRecord map(LogRecord record) {
    return mapping.map(new RecordParts(record));
  }

  List<CorrelationRule> correlations() {
    return correlations;
  }

  CorrelationRule correlation(int number) {
    return correlations.get(number);
  }

  DetectionRule detection(int number) {
    return detections.get(number);
  }

  /** How many alerts of a rule about single records are told in which time, if not all. */
  Optional<Quota> quotaOf(int detection) {
    return detections.get(detection).quota().or(() -> quota);
  }

  /** Any rule, by its number among all. */
  Rule rule(int number) {
    return isDetection(number)
        ? detections.get(number)
        : correlations.get(number - detections.size());
  }

  /** Whether the rule with that number among all is about single records. */
  boolean isDetection(int number) {
    return number < detections.size();
  }

  /** The number among all rules of a correlation. */
  int numberOf(int correlation) {
    return detections.size() + correlation;
  }

  /** Which correlations hang together. */
  Chains chains() {
    return chains;
  }

  /** The numbers among all of the rules that a correlation names, in order. */
  List<Integer> stepsOf(int correlation) {
    return steps.get(correlation);
  }

  /**
   * What the state of a correlation is called: the same as long as its state can go on, also over a
   * restart or a change of the rules.
   */
  String stateOf(int correlation) {
    return states[correlation];
  }

  /** The correlations that listen to the rule with that number among all. */
  List<Integer> listenersOf(int rule) {
    return listeners.get(rule);
  }

  /** Whether the rule with that number among all gives no alerts of its own. */
  boolean isSilent(int rule) {
    return silent.get(rule);
  }
}
