package io.correlator.testkit;

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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The runs of a module with keys, one for each group of them, and what each of them emits. May hide
 * some of the keys from them.
 */
final class WatchedGroups {
  private final Predicate<Slice> visible;
  private final Map<Slice, Integer> groups = new HashMap<>();
  private final List<List<String>> emitted = new ArrayList<>();

  WatchedGroups(Predicate<Slice> visible) {
    this.visible = visible;
  }

  /** The module, watched. */
  Module in(Module module) {
    return module instanceof StagedModule<?> staged
        ? new WatchedStagedModule<>(staged)
        : new WatchedModule(module, module.partitionKey().orElseThrow());
  }

  /** The groups of which a key was seen. */
  Set<Integer> groups() {
    return new TreeSet<>(groups.values());
  }

  /** Whether {@code key} belongs to {@code group}. */
  boolean isIn(int group, Slice key) {
    return Integer.valueOf(group).equals(groups.get(key));
  }

  /** All that the run of a group emitted, in order. */
  List<String> emittedBy(int group) {
    return emitted.get(group);
  }

  /** The runs are opened in the order of groups. */
  private WatchedContext nextRun(ModuleContext context) {
    List<String> events = new ArrayList<>();
    emitted.add(events);
    return new WatchedContext(context, events);
  }

  private @Nullable Slice ifVisible(@Nullable Slice key) {
    return key != null && visible.test(key) ? key : null;
  }

  private final class WatchedModule implements Module {
    private final Module module;
    private final PartitionKey key;

    WatchedModule(Module module, PartitionKey key) {
      this.module = module;
      this.key = key;
    }

    @Override
    public String name() {
      return module.name();
    }

    @Override
    public Optional<PartitionKey> partitionKey() {
      return Optional.of(
          new PartitionKey() {
            @Override
            public @Nullable Slice of(LogRecord record) throws Exception {
              return ifVisible(key.of(record));
            }

            @Override
            public @Nullable Slice of(EmittedEvent event) throws Exception {
              return ifVisible(key.of(event));
            }
          });
    }

    @Override
    public Processor open(ModuleContext context) throws Exception {
      WatchedContext watched = nextRun(context);
      int group = emitted.size() - 1;
      Processor processor = module.open(watched);
      return new Processor() {
        @Override
        public void onRecord(LogRecord record) throws Exception {
          Slice seen = key.of(record);
          if (seen != null) {
            groups.put(seen, group);
          }
          processor.onRecord(record);
        }

        @Override
        public void onEvent(EmittedEvent event) throws Exception {
          processor.onEvent(event);
        }

        @Override
        public void onStatistics(StatisticsPeriod period) throws Exception {
          processor.onStatistics(period);
        }

        @Override
        public void close() throws Exception {
          processor.close();
        }
      };
    }
  }

  private final class WatchedStagedModule<H> implements StagedModule<H> {
    private final StagedModule<H> module;

    WatchedStagedModule(StagedModule<H> module) {
      this.module = module;
    }

    @Override
    public String name() {
      return module.name();
    }

    @Override
    public Detector<H> openDetector() {
      Detector<H> detector = module.openDetector();
      return new Detector<>() {
        @Override
        public void detect(LogRecord record, Hits<H> hits) throws Exception {
          detector.detect(record, visibleOf(hits));
        }

        @Override
        public void detect(EmittedEvent event, Hits<H> hits) throws Exception {
          detector.detect(event, visibleOf(hits));
        }
      };
    }

    private Hits<H> visibleOf(Hits<H> hits) {
      return (key, hit) -> {
        if (visible.test(key)) {
          hits.add(key, hit);
        }
      };
    }

    @Override
    public KeyedProcessor<H> open(ModuleContext context) throws Exception {
      WatchedContext watched = nextRun(context);
      int group = emitted.size() - 1;
      KeyedProcessor<H> processor = module.open(watched);
      return new KeyedProcessor<>() {
        @Override
        public void onHit(LogRecord record, Slice key, H hit) throws Exception {
          groups.put(key, group);
          processor.onHit(record, key, hit);
        }

        @Override
        public void onHit(EmittedEvent event, Slice key, H hit) throws Exception {
          groups.put(key, group);
          processor.onHit(event, key, hit);
        }

        @Override
        public void onStatistics(StatisticsPeriod period) throws Exception {
          processor.onStatistics(period);
        }

        @Override
        public void close() throws Exception {
          processor.close();
        }
      };
    }
  }

  /** All that tells one event from another, but for what the engine adds. */
  static String shown(Event event) {
    return String.join(
        " | ",
        event.type(),
        event.timestamp().toString(),
        event.severity().toString(),
        event.summary(),
        event.fields().toString(),
        event.evidence().stream().map(LogRecord::id).toList().toString());
  }
}
