package io.correlator.rules;

import io.correlator.api.Event;
import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.Slice;
import io.correlator.api.state.Closing;
import io.correlator.api.state.Condition;
import io.correlator.api.state.Firing;
import io.correlator.api.state.Sighting;
import io.correlator.rules.detection.Matched;
import io.correlator.rules.mapping.MappedRecord;
import io.correlator.rules.model.CorrelationRule;
import io.correlator.rules.model.DetectionRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Turns what rules have found into alerts that explain themselves. Immutable. */
final class AlertWriter {
  /** A value comes from a log: an alert shows so much of it. */
  private static final int MAX_VALUE = 500;

  /** So many reasons are told for each record. */
  private static final int MOST_REASONS = 20;

  private final RuleProgram program;

  AlertWriter(RuleProgram program) {
    this.program = program;
  }

  /** The alert of a rule about single records. */
  Alert of(int detection, LogRecord record) {
    DetectionRule rule = program.detection(detection);
    Instant time = record.timestamp();
    LogRecord kept = record.compact();
    return new Alert(
        rule.metadata(),
        time,
        time,
        time,
        Fields.empty(),
        1,
        List.of(),
        // Not from the copy: the fields of the record itself are known already.
        reasons(List.of(detection), record, 0),
        List.of(kept),
        flags(List.of(kept)));
  }

  /** The alert of a correlation. */
  Alert of(int number, Firing firing) {
    CorrelationRule rule = program.correlation(number);
    List<LogRecord> records = new ArrayList<>();
    List<Alert.Reason> reasons = new ArrayList<>();
    for (Sighting sighting : firing.sightings()) {
      if (sighting.record().isPresent()) {
        LogRecord record = sighting.record().get();
        List<Integer> steps = program.stepsOf(number);
        List<Integer> asked =
            rule.type().isTemporal() ? List.of(steps.get(sighting.step())) : steps;
        reasons.addAll(reasons(asked, record, records.size()));
        records.add(record);
      }
    }
    Set<Alert.Flag> flags = flags(records);
    firing
        .flags()
        .forEach(
            flag ->
                flags.add(
                    switch (flag) {
                      case APPROXIMATE -> Alert.Flag.APPROXIMATE;
                      case DEGRADED -> Alert.Flag.DEGRADED;
                    }));
    return new Alert(
        rule.metadata(),
        firing.time(),
        firing.firstSeen(),
        firing.lastSeen(),
        key(rule, firing.key()),
        firing.observed(),
        rule.condition().bounds().stream().map(AlertWriter::text).toList(),
        reasons,
        records,
        flags);
  }

  /** What came while an alert was open, if anything did. */
  Event of(int number, Closing closing) {
    CorrelationRule rule = program.correlation(number);
    Fields key = key(rule, closing.key());
    List<LogRecord> records =
        closing.tail().stream().flatMap(sighting -> sighting.record().stream()).toList();
    return Event.builder("AlertClosed")
        .severity(Alert.severityOf(rule.metadata().level()))
        .timestamp(closing.time())
        .summary(
            "%s; %d more while the alert was open"
                .formatted(Alert.summary(rule.metadata(), key), closing.suppressed()))
        .field("rule", Alert.describe(rule.metadata()))
        .field("key", key)
        .field("fired_at", closing.firedAt())
        .field("last_seen", closing.lastSeen())
        .field("suppressed", closing.suppressed())
        .evidence(records)
        .build();
  }

  private static Fields key(CorrelationRule rule, Slice key) {
    Fields.Builder fields = Fields.builder();
    if (!rule.groupBy().isEmpty()) {
      List<String> values = Tuple.values(key.toString());
      for (int i = 0; i < Math.min(values.size(), rule.groupBy().size()); i++) {
        fields.put(RecordParts.shown(rule.groupBy().get(i)), values.get(i));
      }
    }
    return fields.build();
  }

  private static String text(Condition.Bound bound) {
    String operator =
        switch (bound.comparison()) {
          case AT_LEAST -> "gte";
          case MORE_THAN -> "gt";
          case AT_MOST -> "lte";
          case LESS_THAN -> "lt";
          case EQUAL_TO -> "eq";
          case NOT_EQUAL_TO -> "neq";
        };
    double value = bound.value();
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? operator + " " + (long) value
        : operator + " " + value;
  }

  private List<Alert.Reason> reasons(List<Integer> detections, LogRecord record, int index) {
    List<Alert.Reason> reasons = new ArrayList<>();
    MappedRecord view = program.map(record);
    for (int detection : detections) {
      if (program.concerns(detection, view)) {
        String rule = program.detection(detection).metadata().key();
        program.evaluator(detection).evidence(view).stream()
            .limit(MOST_REASONS)
            .forEach(matched -> reasons.add(new Alert.Reason(index, rule, shown(matched))));
      }
    }
    return reasons;
  }

  private static Matched shown(Matched matched) {
    return new Matched(
        matched.selection(),
        RecordParts.shown(matched.field()),
        shortened(matched.value()),
        matched.pattern());
  }

  private static String shortened(String value) {
    if (value.length() <= MAX_VALUE) {
      return value;
    }
    boolean inPair = Character.isHighSurrogate(value.charAt(MAX_VALUE - 1));
    return value.substring(0, inPair ? MAX_VALUE - 1 : MAX_VALUE) + "...";
  }

  private static Set<Alert.Flag> flags(List<LogRecord> records) {
    Set<Alert.Flag> flags = EnumSet.noneOf(Alert.Flag.class);
    for (LogRecord record : records) {
      if (record.is(LogRecord.Flag.LATE)) {
        flags.add(Alert.Flag.LATE);
      }
      if (record.is(LogRecord.Flag.OVERTAKEN)) {
        flags.add(Alert.Flag.DEGRADED);
      }
      if (record.is(LogRecord.Flag.CLOCK_SKEW)) {
        flags.add(Alert.Flag.CLOCK_SKEW);
      }
    }
    return flags;
  }
}
