package io.correlator.rules;

import io.correlator.api.LogRecord;
import io.correlator.api.Slice;
import io.correlator.api.module.Detector;
import io.correlator.api.module.Hits;
import io.correlator.rules.RuleHit.Kind;
import io.correlator.rules.detection.RecordView;
import io.correlator.rules.mapping.RoutedMatcher;
import io.correlator.rules.model.CorrelationRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the rules that a record matches, and the keys that they are about. For one thread. */
final class RuleDetector implements Detector<RuleHit> {
  private final RuleProgram program;
  private final RoutedMatcher matcher;
  private final List<Integer> matched = new ArrayList<>();

  RuleDetector(RuleProgram program) {
    this.program = program;
    this.matcher = program.matcher();
  }

  @Override
  public void detect(LogRecord record, Hits<RuleHit> hits) {
    matched.clear();
    RecordView view = matcher.match(new RecordParts(record), record.fields(), matched::add);
    if (matched.isEmpty()) {
      return;
    }
    Set<Integer> correlations = new LinkedHashSet<>();
    for (int rule : matched) {
      if (!program.isSilent(rule)) {
        hits.add(
            Slice.of(program.detection(rule).metadata().key()),
            RuleHit.detected(rule, matcher.evidence(rule)));
      }
      correlations.addAll(program.listenersOf(rule));
    }
    if (correlations.isEmpty()) {
      return;
    }
    Map<Slice, List<RuleHit.Part>> routed = new LinkedHashMap<>();
    correlations.stream()
        .sorted()
        .forEach(correlation -> correlate(correlation, matched, view, hits, routed));
    routed.forEach((route, parts) -> hits.add(route, RuleHit.chained(parts)));
  }

  private void correlate(
      int number,
      List<Integer> matched,
      RecordView view,
      Hits<RuleHit> hits,
      Map<Slice, List<RuleHit.Part>> routed) {
    CorrelationRule correlation = program.correlation(number);
    List<Integer> steps = program.stepsOf(number);
    Slice own = Slice.of(correlation.metadata().key());
    Map<Slice, Long> keys = new LinkedHashMap<>();
    for (int step = 0; step < steps.size(); step++) {
      if (matched.contains(steps.get(step))) {
        List<Slice> found = keys(correlation, steps.get(step), view, own);
        if (found.isEmpty()) {
          hits.add(own, RuleHit.of(Kind.WITHOUT_KEY, number));
        }
        if (found.size() > Tuple.MOST) {
          hits.add(own, RuleHit.of(Kind.TOO_MANY_KEYS, number));
        }
        // More rules than bits only occur where steps are not told apart.
        long bit = 1L << (correlation.type().tellsRulesApart() ? step : 0);
        found.stream().limit(Tuple.MOST).forEach(key -> keys.merge(key, bit, (a, b) -> a | b));
      }
    }
    Hits<RuleHit> target = program.chains().isRouted(number) ? into(routed, number) : hits;
    keys.forEach((key, bits) -> add(number, correlation, key, bits, view, target));
  }

  /** Correlations whose state is in one place are seen there in one go. */
  private Hits<RuleHit> into(Map<Slice, List<RuleHit.Part>> routed, int number) {
    return (key, hit) ->
        routed
            .computeIfAbsent(program.chains().route(number, key), route -> new ArrayList<>())
            .add(new RuleHit.Part(key, hit));
  }

  private List<Slice> keys(CorrelationRule correlation, int detection, RecordView view, Slice own) {
    List<String> fields =
        correlation.groupBy().stream()
            .map(name -> correlation.fieldOf(name, program.rule(detection)))
            .toList();
    return fields.isEmpty() ? List.of(own) : Tuple.of(view, fields);
  }

  private static void add(
      int number,
      CorrelationRule correlation,
      Slice key,
      long bits,
      RecordView view,
      Hits<RuleHit> hits) {
    if (!correlation.type().hasValue()) {
      hits.add(key, RuleHit.correlated(number, bits, Slice.empty()));
      return;
    }
    List<Slice> values = Tuple.of(view, correlation.fields());
    if (values.isEmpty()) {
      hits.add(key, RuleHit.of(Kind.WITHOUT_KEY, number));
    }
    for (Slice value : values) {
      hits.add(key, RuleHit.correlated(number, bits, value));
    }
  }
}
