package io.correlator.core.state;

import io.correlator.api.EmittedEvent;
import io.correlator.api.Event;
import io.correlator.api.LogRecord;
import io.correlator.api.Slice;
import io.correlator.api.module.Detector;
import io.correlator.api.module.Hits;
import io.correlator.api.module.KeyedProcessor;
import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.PartitionKey;
import io.correlator.api.module.Processor;
import io.correlator.api.module.StagedModule;
import io.correlator.api.module.StatisticsPeriod;
import io.correlator.api.module.Timer;
import io.correlator.api.state.Codec;
import io.correlator.api.state.CountSpec;
import io.correlator.api.state.EventCount;
import io.correlator.api.state.Firing;
import io.correlator.api.state.StateValue;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Modules for tests of partitions. A line is {@code KEY KIND VALUE}, perhaps with ! behind it. */
final class Partitioned {
  private Partitioned() {}

  private static String word(LogRecord record, int number) {
    return record.raw().replace("!", "").split(" ", -1)[number];
  }

  /** A user of state that keeps it by the key of the line. */
  record ByKey(String name, StateUser user) implements Module {
    @Override
    public Optional<PartitionKey> partitionKey() {
      return Optional.of(record -> Slice.of(word(record, 0)));
    }

    @Override
    public Processor open(ModuleContext context) {
      return user.open(context);
    }
  }

  /**
   * Answers each event of the modules before, by its summary, at once and a little later; sees only
   * some of the records, and says so at the end of a period.
   */
  record Echo(String name, boolean byKey) implements Module {
    @Override
    public Optional<PartitionKey> partitionKey() {
      return byKey ? Optional.of(new Key()) : Optional.empty();
    }

    private record Key() implements PartitionKey {
      @Override
      public @Nullable Slice of(LogRecord record) {
        return word(record, 1).equals("0") ? null : Slice.of(word(record, 2));
      }

      @Override
      public Slice of(EmittedEvent event) {
        if (event.summary().hashCode() % 11 == 0) {
          throw new IllegalStateException("no key, on purpose");
        }
        return Slice.of(event.summary());
      }
    }

    @Override
    public Processor open(ModuleContext context) {
      return new Echoing(context);
    }
  }

  private static final class Echoing implements Processor {
    private final ModuleContext context;
    private final Timer later;
    private final StateValue<Long> records;
    private final StateValue<Long> events;

    Echoing(ModuleContext context) {
      this.context = context;
      this.later = context.timer("later", this::sayLater);
      this.records = context.value("records", Codec.of(Long.class), 0L);
      this.events = context.value("events", Codec.of(Long.class), 0L);
    }

    @Override
    public void onRecord(LogRecord record) {
      records.set(records.get() + 1);
      context.counter("kind " + word(record, 1)).increment();
    }

    @Override
    public void onEvent(EmittedEvent event) {
      events.set(events.get() + 1);
      if (event.summary().hashCode() % 13 == 0) {
        throw new IllegalStateException("no echo, on purpose");
      }
      context.emit(Event.notice("Echo").summary(events.get() + " at " + context.now()));
      if (!later.isPending()) {
        later.schedule(Duration.ofMillis(7));
      }
    }

    private void sayLater() {
      context.emit(Event.notice("Later").summary(records.get() + " and " + events.get()));
    }

    @Override
    public void onStatistics(StatisticsPeriod period) {
      context.emit(
          Event.notice("Summary").summary(period + ": " + records.get() + " and " + events.get()));
    }
  }

  /** Counts by key and by value, each line as often as its kind says. */
  record Staged(String name) implements StagedModule<Integer> {
    @Override
    public Detector<Integer> openDetector() {
      return new Detecting();
    }

    private static final class Detecting implements Detector<Integer> {
      @Override
      public void detect(LogRecord record, Hits<Integer> hits) {
        for (int i = 0; i <= Integer.parseInt(word(record, 1)); i++) {
          hits.add(Slice.of(word(record, 0)), i);
          hits.add(Slice.of(word(record, 2)), 100 + i);
        }
        if (record.raw().endsWith("!") && word(record, 2).equals("1")) {
          throw new IllegalStateException("not detected, on purpose");
        }
      }

      @Override
      public void detect(EmittedEvent event, Hits<Integer> hits) {
        hits.add(Slice.of(event.type()), 1000);
      }
    }

    @Override
    public KeyedProcessor<Integer> open(ModuleContext context) {
      return new Counting(context);
    }
  }

  private static final class Counting implements KeyedProcessor<Integer> {
    private final ModuleContext context;
    private final EventCount count;

    Counting(ModuleContext context) {
      this.context = context;
      this.count =
          context
              .operators()
              .count("hits", CountSpec.atLeast(3).within(Duration.ofMillis(10)), this::fired);
    }

    private void fired(Firing firing) {
      context.emit(Event.warning("Thrice").summary(firing.toString()));
    }

    @Override
    public void onHit(LogRecord record, Slice key, Integer hit) {
      if (record.raw().endsWith("!") && hit == 2) {
        throw new IllegalStateException("no count, on purpose");
      }
      count.add(key, record);
    }

    @Override
    public void onHit(EmittedEvent event, Slice key, Integer hit) {
      context.counter(event.type()).add(hit);
    }
  }
}
