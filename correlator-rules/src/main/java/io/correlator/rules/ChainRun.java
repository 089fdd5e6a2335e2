package io.correlator.rules;

import io.correlator.api.Block;
import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.RecordHeader;
import io.correlator.api.Slice;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.state.Firing;
import io.correlator.api.state.Sighting;
import io.correlator.rules.RuleHit.Part;
import io.correlator.rules.detection.RecordView;
import io.correlator.rules.mapping.MappedRecord;
import io.correlator.rules.model.CorrelationRule;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Passes on what correlations have found to those that name them: in the same step, after all that
 * the record itself is to any of them, the lower ones first. What a correlation has found carries
 * the values of its key, and for all other names the fields of the record that completed it. For
 * one thread.
 */
final class ChainRun {
  private final RuleProgram program;
  private final ModuleContext context;
  private final BiConsumer<Part, LogRecord> target;
  private final @Nullable ChainMemory memory;
  private final Queue<Found> found = new PriorityQueue<>();
  private long next;
  private @Nullable LogRecord current;

  /**
   * A run.
   *
   * @param target sees the hits
   */
  ChainRun(RuleProgram program, ModuleContext context, BiConsumer<Part, LogRecord> target) {
    this.program = program;
    this.context = context;
    this.target = target;
    this.memory = longest(program).map(window -> new ChainMemory(context, window)).orElse(null);
  }

  private static Optional<Duration> longest(RuleProgram program) {
    List<CorrelationRule> chained = new ArrayList<>();
    for (int i = 0; i < program.correlations().size(); i++) {
      if (program.chains().isChained(i)) {
        chained.add(program.correlation(i));
      }
    }
    return chained.stream()
        .map(rule -> rule.timespan().plus(rule.options().lookback()))
        .max(Duration::compareTo);
  }

  /** What a correlation has found, waiting to be passed on. */
  private record Found(
      int depth, long order, int correlation, Slice key, Alert alert, LogRecord record)
      implements Comparable<Found> {
    @Override
    public int compareTo(Found other) {
      return depth != other.depth
          ? Integer.compare(depth, other.depth)
          : Long.compare(order, other.order);
    }
  }

  /** Runs what is to be done for a record, and passes on what was found after that. */
  void during(LogRecord record, Runnable hits) {
    current = record;
    try {
      hits.run();
      passOn();
    } finally {
      found.clear();
      current = null;
    }
  }

  /** The alerts behind what a correlation has found. */
  List<ChainMemory.Link> behind(int correlation, Firing firing) {
    return memory == null
        ? List.of()
        : memory.behind(program.correlation(correlation).metadata().key(), firing);
  }

  /** A correlation has found something. */
  void fired(int correlation, Firing firing, Alert alert) {
    if (program.listenersOf(program.numberOf(correlation)).isEmpty()) {
      return;
    }
    LogRecord record = current;
    boolean waits = record != null;
    if (record == null) {
      record = lastRecord(firing).orElseGet(() -> standIn(alert));
    }
    int depth = program.chains().depth(correlation);
    found.add(new Found(depth, next++, correlation, firing.key(), alert, record));
    if (!waits) {
      // Time has decided: there is no record for which others might have something to say.
      during(record, () -> {});
    }
  }

  private static Optional<LogRecord> lastRecord(Firing firing) {
    List<Sighting> sightings = firing.sightings();
    return sightings.isEmpty() ? Optional.empty() : sightings.get(sightings.size() - 1).record();
  }

  /** What nobody has seen yet, and is missed all the same, has no record. */
  private LogRecord standIn(Alert alert) {
    byte[] text = alert.summary().getBytes(StandardCharsets.UTF_8);
    Block.Provenance provenance =
        new Block.Provenance(context.name(), 0, Block.Counting.RECORDS, record -> Fields.empty());
    RecordHeader header = new RecordHeader();
    header.reset();
    return Block.of(text, provenance, alert.timestamp().toEpochMilli(), 0, alert.timestamp())
        .record(0, text.length, 0, header, alert.timestamp());
  }

  private void passOn() {
    for (Found each = found.poll(); each != null; each = found.poll()) {
      for (int parent : program.listenersOf(program.numberOf(each.correlation()))) {
        passOn(each, parent);
      }
    }
  }

  private void passOn(Found child, int parent) {
    CorrelationRule rule = program.correlation(parent);
    RecordView view = new Carried(child);
    Slice own = Slice.of(rule.metadata().key());
    CorrelationRule correlation = program.correlation(child.correlation());
    List<Slice> keys = keys(rule, correlation, view, own);
    if (keys.isEmpty()) {
      send(own, RuleHit.of(RuleHit.Kind.WITHOUT_KEY, parent), child);
    }
    if (keys.size() > Tuple.MOST) {
      send(own, RuleHit.of(RuleHit.Kind.TOO_MANY_KEYS, parent), child);
    }
    List<Slice> values =
        rule.type().hasValue()
            ? Tuple.of(view, fields(rule, rule.fields(), correlation))
            : List.of(Slice.empty());
    if (values.isEmpty()) {
      send(own, RuleHit.of(RuleHit.Kind.WITHOUT_KEY, parent), child);
    }
    long bits = bits(rule, parent, program.numberOf(child.correlation()));
    for (Slice key : keys.subList(0, Math.min(keys.size(), Tuple.MOST))) {
      remember(rule, key, child);
      values.forEach(value -> send(key, RuleHit.correlated(parent, bits, value), child));
    }
  }

  private static List<Slice> keys(
      CorrelationRule rule, CorrelationRule child, RecordView view, Slice own) {
    return rule.groupBy().isEmpty()
        ? List.of(own)
        : Tuple.of(view, fields(rule, rule.groupBy(), child));
  }

  private static List<String> fields(
      CorrelationRule rule, List<String> names, CorrelationRule child) {
    return names.stream().map(name -> rule.fieldOf(name, child)).toList();
  }

  private long bits(CorrelationRule rule, int parent, int child) {
    long bits = 0;
    List<Integer> steps = program.stepsOf(parent);
    for (int step = 0; step < steps.size(); step++) {
      if (steps.get(step) == child) {
        bits |= 1L << (rule.type().tellsRulesApart() ? step : 0);
      }
    }
    return bits;
  }

  private void remember(CorrelationRule rule, Slice key, Found child) {
    if (memory != null) {
      Alert alert = child.alert();
      memory.add(
          new ChainMemory.Moment(rule.metadata().key(), key, context.now()),
          new ChainMemory.Link(
              alert.rule().key(),
              child.key(),
              alert.id(),
              alert.firstSeen(),
              alert.lastSeen(),
              alert.observed()));
    }
  }

  private void send(Slice key, RuleHit hit, Found child) {
    target.accept(new Part(key, hit), child.record());
  }

  /** The values of the key, then the fields of the record. */
  private final class Carried implements RecordView {
    private final Map<String, String> pairs = new HashMap<>();
    private final MappedRecord record;

    Carried(Found found) {
      List<String> names = program.correlation(found.correlation()).groupBy();
      List<String> values = names.isEmpty() ? List.of() : Tuple.values(found.key().toString());
      for (int i = 0; i < Math.min(names.size(), values.size()); i++) {
        pairs.put(names.get(i), values.get(i));
      }
      record = program.map(found.record());
    }

    @Override
    public @Nullable Object value(String field) {
      String value = pairs.get(field);
      return value != null ? value : record.value(field);
    }

    @Override
    public List<String> texts() {
      return record.texts();
    }
  }
}
