package io.correlator.rules;

import io.correlator.api.LogRecord;
import io.correlator.api.Slice;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.state.Absence;
import io.correlator.api.state.AbsenceSpec;
import io.correlator.api.state.Aggregate;
import io.correlator.api.state.AggregateSpec;
import io.correlator.api.state.Alarm;
import io.correlator.api.state.AlarmSpec;
import io.correlator.api.state.Coincidence;
import io.correlator.api.state.CoincidenceSpec;
import io.correlator.api.state.CountSpec;
import io.correlator.api.state.DistinctCount;
import io.correlator.api.state.DistinctSpec;
import io.correlator.api.state.EventCount;
import io.correlator.api.state.FiringHandler;
import io.correlator.api.state.Heartbeat;
import io.correlator.api.state.HeartbeatSpec;
import io.correlator.api.state.OperatorOptions;
import io.correlator.api.state.Operators;
import io.correlator.api.state.Sequence;
import io.correlator.api.state.SequenceSpec;
import io.correlator.rules.model.CorrelationOptions;
import io.correlator.rules.model.CorrelationRule;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** A correlation at work: an operator, and what hits are to it. */
@FunctionalInterface
interface Watch {
  /** How many groups of keys the engine has, of which each holds its part of an operator's keys. */
  int GROUPS = 16;

  /** Takes a hit of a key, found in a record. */
  void see(Slice key, RuleHit hit, LogRecord record);

  /** Makes the operator of a correlation, which tells {@code teller} what it finds. */
  static Watch of(RuleProgram program, int number, ModuleContext context, FiringHandler teller) {
    Operators operators = context.operators();
    CorrelationRule rule = program.correlation(number);
    String name = program.stateOf(number);
    Duration timespan = rule.timespan();
    OperatorOptions options = room(program.chains().isInOnePlace(number), rule.options());
    return switch (rule.type()) {
      case EVENT_COUNT -> {
        CountSpec spec = CountSpec.where(rule.condition()).within(timespan).options(options);
        EventCount count = operators.count(name, spec, teller);
        yield (key, hit, record) -> count.add(key, record);
      }
      case VALUE_COUNT -> {
        DistinctSpec spec = DistinctSpec.where(rule.condition()).within(timespan).options(options);
        DistinctCount distinct = operators.distinct(name, spec, teller);
        yield (key, hit, record) -> distinct.add(key, hit.value(), record);
      }
      case VALUE_SUM, VALUE_AVG, VALUE_PERCENTILE -> {
        AggregateSpec spec =
            aggregate(rule).minCount(rule.options().minCount()).within(timespan).options(options);
        Aggregate aggregate = operators.aggregate(name, spec, teller);
        yield (key, hit, record) -> aggregate.add(key, number(hit.value()), record);
      }
      case TEMPORAL -> coincidence(rule, name, coincidence(rule, options), operators, teller);
      case TEMPORAL_ORDERED -> ordered(rule, name, options, context, teller);
      case ABSENCE -> {
        AbsenceSpec spec =
            new AbsenceSpec(rule.options().pending(), timespan, OperatorOptions.defaults())
                .options(options);
        yield absence(new Roles(rule), operators.absence(name, spec, teller));
      }
      case HEARTBEAT -> {
        HeartbeatSpec spec = heartbeat(program, number).within(timespan).options(options);
        Heartbeat heartbeat = operators.heartbeat(name, spec, teller);
        yield (key, hit, record) -> {
          if (!record.is(LogRecord.Flag.LATE)) {
            heartbeat.beat(key, record);
          }
        };
      }
      case ALARM -> {
        CorrelationOptions.Clear clear =
            rule.options().clear().orElse(new CorrelationOptions.Clear(0, timespan));
        AlarmSpec spec =
            AlarmSpec.raisedAt((int) rule.condition().reach(), timespan)
                .clearedAt(clear.count(), clear.window())
                .options(options);
        Alarm alarm = operators.alarm(name, spec, teller);
        yield (key, hit, record) -> alarm.add(key, record);
      }
    };
  }

  /** Where all keys are in one group, it needs the room of all of them. */
  private static OperatorOptions room(boolean inOnePlace, CorrelationOptions options) {
    OperatorOptions given = options.operator();
    int listed = Math.max(given.maxKeys(), options.listed().size());
    return given.maxKeys(
        inOnePlace ? (int) Math.min(OperatorOptions.MOST_KEYS, (long) GROUPS * listed) : listed);
  }

  private static AggregateSpec aggregate(CorrelationRule rule) {
    return switch (rule.type()) {
      case VALUE_SUM -> AggregateSpec.sum(rule.condition());
      case VALUE_AVG -> AggregateSpec.average(rule.condition());
      default -> AggregateSpec.percentile(rule.percent(), rule.condition());
    };
  }

  /** The operator skips and counts what is not a number. */
  private static double number(Slice value) {
    try {
      return value.length() > 64 ? Double.NaN : Double.parseDouble(value.toString());
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  private static CoincidenceSpec coincidence(CorrelationRule rule, OperatorOptions options) {
    CoincidenceSpec spec =
        CoincidenceSpec.allOf(rule.rules().size())
            .where(rule.condition())
            .anyOf(rule.options().combinations())
            .lookback(rule.options().lookback())
            .within(rule.timespan())
            .options(options);
    return rule.options().forbidden().isEmpty()
        ? spec
        : spec.unlessForbidden(rule.options().lookback());
  }

  private static Watch coincidence(
      CorrelationRule rule,
      String name,
      CoincidenceSpec spec,
      Operators operators,
      FiringHandler teller) {
    Roles roles = new Roles(rule);
    Coincidence coincidence = operators.coincidence(name, spec, teller);
    return (key, hit, record) -> coincidence.hit(key, roles.inCoincidence(hit.steps()), record);
  }

  private static Watch ordered(
      CorrelationRule rule,
      String name,
      OperatorOptions options,
      ModuleContext context,
      FiringHandler teller) {
    Operators operators = context.operators();
    CorrelationOptions wanted = rule.options();
    if (wanted.combinations().stream().anyMatch(each -> each.none() != 0)) {
      return coincidence(rule, name, coincidence(rule, options).inOrder(), operators, teller);
    }
    SequenceSpec spec =
        SequenceSpec.of(rule.rules().size())
            .ties(wanted.ties())
            .within(rule.timespan())
            .options(options);
    if (!wanted.combinations().isEmpty()) {
      return new Alternatives(rule, name, spec, context, teller);
    }
    Roles roles = new Roles(rule);
    Sequence sequence = operators.sequence(name, spec, teller);
    return (key, hit, record) -> sequence.hit(key, roles.inSequence(hit.steps()), record);
  }

  private static Watch absence(Roles roles, Absence absence) {
    return (key, hit, record) -> {
      if (roles.isExpected(hit.steps()) && !record.is(LogRecord.Flag.LATE)) {
        absence.answer(key);
      }
      if (roles.isStep(hit.steps())) {
        absence.expect(key, record);
      }
    };
  }

  private static HeartbeatSpec heartbeat(RuleProgram program, int number) {
    CorrelationRule rule = program.correlation(number);
    if (rule.options().listed().isEmpty()) {
      return HeartbeatSpec.learned();
    }
    Map<Slice, Slice> listed = new HashMap<>();
    rule.options()
        .listed()
        .forEach(
            values -> {
              Slice key = Tuple.of(values);
              listed.put(key, program.chains().route(number, key));
            });
    return HeartbeatSpec.listed(listed);
  }
}
