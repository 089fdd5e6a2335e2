package io.correlator.rules;

import io.correlator.api.LogRecord;
import io.correlator.api.Slice;
import io.correlator.api.module.Detector;
import io.correlator.api.module.Hits;
import io.correlator.rules.RuleHit.Kind;
import io.correlator.rules.detection.RecordView;
import io.correlator.rules.mapping.RoutedMatcher;
import io.correlator.rules.model.CorrelationRule;
import io.correlator.rules.model.Rule;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the rules that a record matches, and the keys that they are about. For one thread. */
final class RuleDetector implements Detector<RuleHit> {
  private final RuleProgram program;
  private final RoutedMatcher matcher;
  private final List<Listening> listening = new ArrayList<>();

  // Of the record that is looked at.
  private final List<Integer> matched = new ArrayList<>();
  private final BitSet correlations = new BitSet();
  private final Map<Slice, Long> keys = new LinkedHashMap<>();
  private final Map<Slice, List<RuleHit.Part>> routed = new LinkedHashMap<>();

  RuleDetector(RuleProgram program) {
    this.program = program;
    this.matcher = program.matcher();
    for (int i = 0; i < program.correlations().size(); i++) {
      listening.add(Listening.of(program, i));
    }
  }

  /**
   * A correlation that hears of matches, with what would be the same for each record.
   *
   * @param own the key of all records, if it has no fields
   * @param steps the numbers of its rules
   * @param fields those of the key, for each step
   * @param values those whose values are wanted, for each step; once if no alias tells them apart
   */
  private record Listening(
      CorrelationRule rule,
      Slice own,
      List<Integer> steps,
      List<List<String>> fields,
      List<List<String>> values,
      boolean isRouted) {
    static Listening of(RuleProgram program, int number) {
      CorrelationRule rule = program.correlation(number);
      List<Integer> steps = program.stepsOf(number);
      return new Listening(
          rule,
          Slice.of(rule.metadata().key()),
          steps,
          steps.stream().map(step -> fields(rule, rule.groupBy(), program.rule(step))).toList(),
          values(rule, steps.stream().map(program::rule).toList()),
          program.chains().isRouted(number));
    }

    private static List<String> fields(CorrelationRule rule, List<String> names, Rule step) {
      return names.stream().map(name -> rule.fieldOf(name, step)).toList();
    }

    private static List<List<String>> values(CorrelationRule rule, List<Rule> steps) {
      List<List<String>> values =
          steps.stream().map(step -> fields(rule, rule.fields(), step)).toList();
      return values.stream().distinct().count() == 1 ? values.subList(0, 1) : values;
    }

    /** The values in what some of its rules have found, each once. */
    Collection<Slice> values(List<Integer> matched, RecordView view) {
      if (values.size() == 1) {
        return Tuple.of(view, values.get(0));
      }
      Set<Slice> all = new LinkedHashSet<>();
      for (int step = 0; step < steps.size(); step++) {
        if (matched.contains(steps.get(step))) {
          all.addAll(Tuple.of(view, values.get(step)));
        }
      }
      return all;
    }

    List<Slice> keys(int step, RecordView view) {
      return fields.get(step).isEmpty() ? List.of(own) : Tuple.of(view, fields.get(step));
    }
  }

  @Override
  public void detect(LogRecord record, Hits<RuleHit> hits) {
    matched.clear();
    RecordView view = matcher.match(new RecordParts(record), record.fields(), matched::add);
    if (matched.isEmpty()) {
      return;
    }
    correlations.clear();
    for (int rule : matched) {
      if (!program.isSilent(rule)) {
        hits.add(
            Slice.of(program.detection(rule).metadata().key()),
            RuleHit.detected(rule, matcher.evidence(rule)));
      }
      program.listenersOf(rule).forEach(correlations::set);
    }
    routed.clear();
    for (int i = correlations.nextSetBit(0); i >= 0; i = correlations.nextSetBit(i + 1)) {
      correlate(i, view, hits);
    }
    routed.forEach((route, parts) -> hits.add(route, RuleHit.chained(parts)));
  }

  private void correlate(int number, RecordView view, Hits<RuleHit> hits) {
    Listening listener = listening.get(number);
    keys.clear();
    for (int step = 0; step < listener.steps.size(); step++) {
      if (matched.contains(listener.steps.get(step))) {
        findKeys(number, listener, step, view, hits);
      }
    }
    Hits<RuleHit> target = listener.isRouted ? into(number) : hits;
    keys.forEach((key, bits) -> add(number, listener, key, bits, view, target));
  }

  private void findKeys(
      int number, Listening listener, int step, RecordView view, Hits<RuleHit> hits) {
    List<Slice> found = listener.keys(step, view);
    if (found.isEmpty()) {
      hits.add(listener.own, RuleHit.of(Kind.WITHOUT_KEY, number));
    }
    if (found.size() > Tuple.MOST) {
      hits.add(listener.own, RuleHit.of(Kind.TOO_MANY_KEYS, number));
    }
    // More rules than bits only occur where steps are not told apart.
    long bit = 1L << (listener.rule.type().tellsRulesApart() ? step : 0);
    for (Slice key : found.subList(0, Math.min(found.size(), Tuple.MOST))) {
      keys.merge(key, bit, (a, b) -> a | b);
    }
  }

  /** Correlations whose state is in one place are seen there in one go. */
  private Hits<RuleHit> into(int number) {
    return (key, hit) ->
        routed
            .computeIfAbsent(program.chains().route(number, key), route -> new ArrayList<>())
            .add(new RuleHit.Part(key, hit));
  }

  private void add(
      int number, Listening listener, Slice key, long bits, RecordView view, Hits<RuleHit> hits) {
    if (!listener.rule.type().hasValue()) {
      hits.add(key, RuleHit.correlated(number, bits, Slice.empty()));
      return;
    }
    Collection<Slice> values = listener.values(matched, view);
    if (values.isEmpty()) {
      hits.add(key, RuleHit.of(Kind.WITHOUT_KEY, number));
    }
    for (Slice value : values) {
      hits.add(key, RuleHit.correlated(number, bits, value));
    }
  }
}
