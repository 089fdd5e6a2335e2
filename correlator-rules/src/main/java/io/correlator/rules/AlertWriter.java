package io.correlator.rules;

import io.correlator.api.Event;
import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.Severity;
import io.correlator.api.Slice;
import io.correlator.api.state.Closing;
import io.correlator.api.state.Combination;
import io.correlator.api.state.Firing;
import io.correlator.api.state.Sighting;
import io.correlator.rules.detection.Matched;
import io.correlator.rules.mapping.RoutedMatcher;
import io.correlator.rules.model.CorrelationRule;
import io.correlator.rules.model.DetectionRule;
import io.correlator.rules.model.Metadata;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns what rules have found into alerts that explain themselves. Immutable. */
final class AlertWriter {
  /** A value comes from a log: an alert shows so much of it. */
  private static final int MAX_VALUE = 500;

  /** So many reasons are told for each record. */
  private static final int MOST_REASONS = 20;

  private final RuleProgram program;

  /** Made when the first correlation is told: most groups of keys have none. */
  private @Nullable RoutedMatcher matcher;

  AlertWriter(RuleProgram program) {
    this.program = program;
  }

  /** The alert of a rule about single records. */
  Alert of(RuleHit hit, LogRecord record) {
    DetectionRule rule = program.detection(hit.rule());
    Instant time = record.timestamp();
    LogRecord kept = record.compact();
    return new Alert(
        AlertId.of(rule.metadata(), kept.id()),
        rule.metadata(),
        time,
        time,
        time,
        Fields.empty(),
        1,
        List.of(),
        reasons(rule, hit.evidence(), 0),
        List.of(kept),
        List.of(),
        List.of(),
        flags(List.of(kept)));
  }

  /** The alert of a correlation, made of others if it names correlations. */
  Alert of(int number, Firing firing, List<ChainMemory.Link> links) {
    CorrelationRule rule = program.correlation(number);
    List<LogRecord> records = new ArrayList<>();
    List<Alert.Reason> reasons = new ArrayList<>();
    for (Sighting sighting : firing.sightings()) {
      if (sighting.record().isPresent()) {
        LogRecord record = sighting.record().get();
        List<Integer> steps = program.stepsOf(number);
        List<Integer> asked =
            rule.type().isTemporal()
                ? List.of(steps.get(sighting.step()))
                : steps.subList(0, rule.rules().size());
        reasons.addAll(reasons(asked, record, records.size()));
        records.add(record.compact());
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
                      case WARMING -> Alert.Flag.WARMING;
                      case AT_END -> Alert.Flag.AT_END;
                    }));
    return new Alert(
        AlertId.of(rule, firing),
        rule.metadata(),
        firing.time(),
        firstSeen(firing, links),
        firing.lastSeen(),
        key(rule, firing.key()),
        firing.observed(),
        condition(rule),
        reasons,
        records,
        absent(number, firing),
        links.stream().map(this::child).toList(),
        flags);
  }

  private static Instant firstSeen(Firing firing, List<ChainMemory.Link> links) {
    return links.stream()
        .map(ChainMemory.Link::firstSeen)
        .filter(firing.firstSeen()::isAfter)
        .min(Comparator.naturalOrder())
        .orElse(firing.firstSeen());
  }

  private List<Alert.Absent> absent(int number, Firing firing) {
    CorrelationRule rule = program.correlation(number);
    List<Integer> names = program.stepsOf(number);
    int rules = rule.rules().size();
    List<Integer> missed =
        switch (rule.type()) {
          case ABSENCE -> names.subList(rules, rules + rule.options().expected().size());
          case HEARTBEAT -> names.subList(0, rules);
          default -> List.of();
        };
    return missed.stream()
        .map(each -> new Alert.Absent(program.rule(each).metadata().key(), firing.time()))
        .toList();
  }

  private Alert.Child child(ChainMemory.Link link) {
    Fields key =
        program.correlations().stream()
            .filter(rule -> rule.metadata().key().equals(link.rule()))
            .findFirst()
            .map(rule -> key(rule, link.key()))
            .orElse(Fields.empty());
    return new Alert.Child(
        link.rule(), link.id(), key, link.firstSeen(), link.lastSeen(), link.observed());
  }

  private List<String> condition(CorrelationRule rule) {
    List<Combination> combinations = rule.options().combinations();
    return combinations.isEmpty()
        ? rule.conditionTexts()
        : List.of(
            combinations.stream()
                .map(each -> text(each, rule.rules()))
                .collect(Collectors.joining(" or ")));
  }

  private static String text(Combination combination, List<String> rules) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      if ((combination.all() & 1L << i) != 0) {
        parts.add(rules.get(i));
      }
    }
    for (int i = 0; i < rules.size(); i++) {
      if ((combination.none() & 1L << i) != 0) {
        parts.add("not " + rules.get(i));
      }
    }
    return String.join(" and ", parts);
  }

  /** The quota of a correlation is used up: what comes now is only counted. */
  Event overQuota(int number, Firing first) {
    CorrelationRule rule = program.correlation(number);
    return overQuota(rule.metadata(), key(rule, first.key()), first.time());
  }

  /** The quota of a rule about single records is used up: what comes now is only counted. */
  Event overQuota(int detection, Instant time) {
    return overQuota(program.detection(detection).metadata(), Fields.empty(), time);
  }

  private static Event overQuota(Metadata rule, Fields key, Instant time) {
    return Event.builder("AlertQuotaExceeded")
        .severity(Severity.NOTICE)
        .timestamp(time)
        .summary(
            "%s; no more alerts of this rule are told for a while"
                .formatted(Alert.summary(rule, key)))
        .mainField("rule", Alert.describe(rule))
        .mainField("key", key)
        .build(time);
  }

  /** How many alerts of a rule about single records were over its quota. */
  Event untold(int detection, long count, Instant time) {
    Metadata rule = program.detection(detection).metadata();
    return Event.builder("AlertsNotTold")
        .severity(Alert.severityOf(rule.level()))
        .timestamp(time)
        .summary("%s; %d more alerts were not told".formatted(rule.title(), count))
        .mainField("rule", Alert.describe(rule))
        .mainField("count", count)
        .build(time);
  }

  /** The end of an alert, with what came while it was open. */
  Event of(int number, Closing closing) {
    CorrelationRule rule = program.correlation(number);
    Fields key = key(rule, closing.key());
    List<LogRecord> records =
        closing.tail().stream().flatMap(sighting -> sighting.record().stream()).toList();
    return Event.builder("AlertClosed")
        .severity(Alert.severityOf(rule.metadata().level()))
        .timestamp(closing.time())
        .summary(
            "%s; %s, %d more while the alert was open"
                .formatted(
                    Alert.summary(rule.metadata(), key), over(closing), closing.suppressed()))
        .mainField("rule", Alert.describe(rule.metadata()))
        .mainField("key", key)
        .field("alert", AlertId.of(rule, closing))
        .field("reason", closing.reason().name().toLowerCase(Locale.ROOT))
        .field("fired_at", closing.firedAt())
        .field("last_seen", closing.lastSeen())
        .field("suppressed", closing.suppressed())
        .evidence(records)
        .build();
  }

  private static String over(Closing closing) {
    return switch (closing.reason()) {
      case ELAPSED -> "over";
      case CLEARED -> "cleared";
      case EVICTED -> "pushed out";
    };
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

  private List<Alert.Reason> reasons(List<Integer> detections, LogRecord record, int index) {
    List<Integer> singles = detections.stream().filter(program::isDetection).toList();
    List<Alert.Reason> reasons = new ArrayList<>();
    matcher()
        .evidence(
            new RecordParts(record),
            record.fields(),
            singles,
            (detection, evidence) ->
                reasons.addAll(reasons(program.detection(detection), evidence, index)));
    return reasons;
  }

  private static List<Alert.Reason> reasons(
      DetectionRule rule, List<Matched> evidence, int record) {
    String key = rule.metadata().key();
    return evidence.stream()
        .limit(MOST_REASONS)
        .map(matched -> new Alert.Reason(record, key, shown(matched)))
        .toList();
  }

  private RoutedMatcher matcher() {
    RoutedMatcher known = matcher;
    if (known == null) {
      known = program.matcher();
      matcher = known;
    }
    return known;
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
      if (record.is(LogRecord.Flag.TIME_APPROXIMATE)) {
        flags.add(Alert.Flag.TIME_APPROXIMATE);
      }
    }
    return flags;
  }
}
