package io.correlator.rules;

import io.correlator.api.LogRecord;
import io.correlator.api.Slice;
import io.correlator.api.module.Counter;
import io.correlator.api.module.KeyedProcessor;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.state.Aggregate;
import io.correlator.api.state.AggregateSpec;
import io.correlator.api.state.Closing;
import io.correlator.api.state.Coincidence;
import io.correlator.api.state.CoincidenceSpec;
import io.correlator.api.state.CountSpec;
import io.correlator.api.state.DistinctCount;
import io.correlator.api.state.DistinctSpec;
import io.correlator.api.state.EventCount;
import io.correlator.api.state.Firing;
import io.correlator.api.state.FiringHandler;
import io.correlator.api.state.Operators;
import io.correlator.api.state.Sequence;
import io.correlator.api.state.SequenceSpec;
import io.correlator.api.state.StepMatch;
import io.correlator.rules.model.CorrelationRule;
import java.util.ArrayList;
import java.util.List;

/** Keeps what correlations know of a group of keys, and tells the alerts. For one thread. */
final class RuleProcessor implements KeyedProcessor<RuleHit> {
  private final ModuleContext context;
  private final AlertWriter alerts;
  private final List<Watch> watches = new ArrayList<>();
  private final Counter withoutKey;
  private final Counter tooManyKeys;

  RuleProcessor(RuleProgram program, ModuleContext context) {
    this.context = context;
    this.alerts = new AlertWriter(program);
    this.withoutKey = context.counter("hits.without-key");
    this.tooManyKeys = context.counter("hits.with-too-many-keys");
    for (int i = 0; i < program.correlations().size(); i++) {
      CorrelationRule rule = program.correlation(i);
      watches.add(watch(rule, program.stateOf(i), context.operators(), new Teller(i)));
    }
  }

  /** An operator at work for one correlation. */
  @FunctionalInterface
  private interface Watch {
    void see(Slice key, RuleHit hit, LogRecord record);
  }

  private static Watch watch(
      CorrelationRule rule, String name, Operators operators, FiringHandler teller) {
    return switch (rule.type()) {
      case EVENT_COUNT -> {
        CountSpec spec = CountSpec.where(rule.condition()).within(rule.timespan());
        EventCount count = operators.count(name, spec, teller);
        yield (key, hit, record) -> count.add(key, record);
      }
      case VALUE_COUNT -> {
        DistinctSpec spec = DistinctSpec.where(rule.condition()).within(rule.timespan());
        DistinctCount distinct = operators.distinct(name, spec, teller);
        yield (key, hit, record) -> distinct.add(key, hit.value(), record);
      }
      case VALUE_SUM, VALUE_AVG, VALUE_PERCENTILE -> {
        Aggregate aggregate = operators.aggregate(name, aggregateSpec(rule), teller);
        yield (key, hit, record) -> aggregate.add(key, number(hit.value()), record);
      }
      case TEMPORAL -> {
        CoincidenceSpec spec =
            CoincidenceSpec.allOf(rule.rules().size())
                .where(rule.condition())
                .within(rule.timespan());
        Coincidence coincidence = operators.coincidence(name, spec, teller);
        yield (key, hit, record) -> coincidence.hit(key, match(hit), record);
      }
      case TEMPORAL_ORDERED -> {
        SequenceSpec spec = SequenceSpec.of(rule.rules().size()).within(rule.timespan());
        Sequence sequence = operators.sequence(name, spec, teller);
        yield (key, hit, record) -> sequence.hit(key, match(hit), record);
      }
    };
  }

  private static AggregateSpec aggregateSpec(CorrelationRule rule) {
    AggregateSpec spec =
        switch (rule.type()) {
          case VALUE_SUM -> AggregateSpec.sum(rule.condition());
          case VALUE_AVG -> AggregateSpec.average(rule.condition());
          default -> AggregateSpec.percentile(rule.percent(), rule.condition());
        };
    return spec.within(rule.timespan());
  }

  /** The operator skips and counts what is not a number. */
  private static double number(Slice value) {
    try {
      return value.length() > 64 ? Double.NaN : Double.parseDouble(value.toString());
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  private static StepMatch match(RuleHit hit) {
    return new StepMatch(hit.steps(), 0, StepMatch.Ends.NO);
  }

  @Override
  public void onHit(LogRecord record, Slice key, RuleHit hit) {
    switch (hit.kind()) {
      case DETECTED -> context.emit(alerts.of(hit.rule(), record));
      case CORRELATED -> watches.get(hit.rule()).see(key, hit, record);
      case WITHOUT_KEY -> withoutKey.increment();
      case TOO_MANY_KEYS -> tooManyKeys.increment();
    }
  }

  /** Tells what one correlation has found. */
  private final class Teller implements FiringHandler {
    private final int correlation;

    Teller(int correlation) {
      this.correlation = correlation;
    }

    @Override
    public void fired(Firing firing) {
      context.emit(alerts.of(correlation, firing));
    }

    @Override
    public void closed(Closing closing) {
      if (closing.suppressed() > 0) {
        context.emit(alerts.of(correlation, closing));
      }
    }
  }
}
