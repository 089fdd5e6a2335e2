package io.correlator.micrometer;

import static java.util.Objects.requireNonNull;

import io.correlator.api.ParseFailure;
import io.correlator.api.source.DropReason;
import io.correlator.core.Correlator;
import io.correlator.core.monitor.Health;
import io.correlator.core.monitor.ListenerStatistics;
import io.correlator.core.monitor.ListenerStatistics.Drop;
import io.correlator.core.monitor.ModuleStatistics;
import io.correlator.core.monitor.SourceStatistics;
import io.correlator.core.monitor.Statistics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Shows what an engine counts, and how it is doing, as meters of Micrometer. Nothing is counted
 * twice: each meter asks the engine when it is read, from whatever thread reads it.
 *
 * <pre>{@code
 * new CorrelatorMetrics(correlator).bindTo(registry);
 * }</pre>
 *
 * <p>Names begin with {@code correlator.}; parts are told apart by the tags {@code source}, {@code
 * module} and {@code listener}. An application with several engines gives each its own tags.
 * Immutable; may be used by any thread.
 */
public final class CorrelatorMetrics implements MeterBinder {
  private final Correlator engine;
  private final Tags tags;

  /** The meters of {@code engine}, which need not have been started. */
  public CorrelatorMetrics(Correlator engine) {
    this(engine, List.of());
  }

  /** The meters of {@code engine}, all of them with {@code tags}. */
  public CorrelatorMetrics(Correlator engine, Iterable<Tag> tags) {
    this.engine = requireNonNull(engine, "engine");
    this.tags = Tags.of(tags);
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Statistics parts = engine.statistics();
    for (int i = 0; i < parts.sources().size(); i++) {
      bindSource(registry, i, parts.sources().get(i));
    }
    bindRecords(registry);
    for (int i = 0; i < parts.modules().size(); i++) {
      bindModule(registry, i, parts.modules().get(i).name());
    }
    for (int i = 0; i < parts.listeners().size(); i++) {
      bindListener(registry, i, parts.listeners().get(i).name());
    }
    for (Health.Status status : Health.Status.values()) {
      Gauge.builder("correlator.health", engine, asked -> asked.health().status() == status ? 1 : 0)
          .tags(tags.and("status", status.toString()))
          .description("1 for the present status, 0 for the others")
          .register(registry);
    }
  }

  private void bindSource(MeterRegistry registry, int place, SourceStatistics bound) {
    Tags of = tags.and("source", bound.name());
    source(registry, "records.received", of, place, SourceStatistics::received);
    source(registry, "records.parsed", of, place, SourceStatistics::parsed);
    source(registry, "records.bytes", of, place, SourceStatistics::bytes);
    source(registry, "records.truncated", of, place, SourceStatistics::truncated);
    for (DropReason reason : DropReason.values()) {
      source(
          registry,
          "records.dropped",
          of.and("reason", reason.toString()),
          place,
          source -> source.dropped().getOrDefault(reason, 0L));
    }
    source(registry, "inputs.unreadable", of, place, SourceStatistics::unreadable);
    for (ParseFailure reason : ParseFailure.values()) {
      source(
          registry,
          "records.failed",
          of.and("reason", reason.toString()),
          place,
          source -> source.failed().getOrDefault(reason, 0L));
    }
    for (String kind : bound.counters().keySet()) {
      source(
          registry,
          "source.counted",
          of.and("kind", kind),
          place,
          source -> source.counters().getOrDefault(kind, 0L));
    }
    gauge(registry, "records.rate", of, all -> all.sources().get(place).perSecond());
    gauge(registry, "records.last", of, all -> lastArrival(all.sources().get(place)));
  }

  /** In seconds since 1970, as Prometheus has times; none is no number. */
  private static double lastArrival(SourceStatistics source) {
    return source.lastArrival().map(time -> time.toEpochMilli() / 1000.0).orElse(Double.NaN);
  }

  private void source(
      MeterRegistry registry,
      String name,
      Tags of,
      int place,
      ToDoubleFunction<SourceStatistics> count) {
    counter(registry, name, of, all -> count.applyAsDouble(all.sources().get(place)));
  }

  private void bindRecords(MeterRegistry registry) {
    counter(registry, "records.evaluated", tags, all -> all.records().evaluated());
    counter(registry, "records.abandoned", tags, all -> all.records().abandoned());
    counter(registry, "records.late", tags, all -> all.time().late());
    counter(registry, "records.late.dropped", tags, all -> all.time().lateDropped());
    counter(registry, "records.skewed", tags, all -> all.time().skewed());
    counter(registry, "records.forced", tags, all -> all.time().forcedAdvances());
  }

  private void bindModule(MeterRegistry registry, int place, String name) {
    Tags of = tags.and("module", name);
    module(registry, "module.records", of, place, ModuleStatistics::records);
    module(registry, "module.passed", of, place, ModuleStatistics::passedBy);
    module(registry, "module.events", of, place, ModuleStatistics::events);
    module(registry, "module.errors", of, place, ModuleStatistics::errors);
    module(registry, "module.evicted", of, place, ModuleStatistics::evicted);
    gauge(registry, "module.keys", of, all -> all.modules().get(place).keys());
    gauge(
        registry,
        "module.quarantined",
        of,
        all -> all.modules().get(place).state() == ModuleStatistics.State.QUARANTINED ? 1 : 0);
  }

  private void module(
      MeterRegistry registry,
      String name,
      Tags of,
      int place,
      ToDoubleFunction<ModuleStatistics> count) {
    counter(registry, name, of, all -> count.applyAsDouble(all.modules().get(place)));
  }

  private void bindListener(MeterRegistry registry, int place, String name) {
    Tags of = tags.and("listener", name);
    listener(registry, "listener.accepted", of, place, ListenerStatistics::accepted);
    listener(registry, "listener.failed", of, place, ListenerStatistics::failed);
    listener(registry, "listener.dead", of, place, ListenerStatistics::deadLettered);
    listener(registry, "listener.errors", of, place, ListenerStatistics::errors);
    gauge(registry, "listener.waiting", of, all -> all.listeners().get(place).waiting());
    for (Drop reason : Drop.values()) {
      listener(
          registry,
          "listener.dropped",
          of.and("reason", reason.toString()),
          place,
          listener -> listener.dropped().getOrDefault(reason, 0L));
    }
  }

  private void listener(
      MeterRegistry registry,
      String name,
      Tags of,
      int place,
      ToDoubleFunction<ListenerStatistics> count) {
    counter(registry, name, of, all -> count.applyAsDouble(all.listeners().get(place)));
  }

  private void counter(
      MeterRegistry registry, String name, Tags of, ToDoubleFunction<Statistics> count) {
    FunctionCounter.builder(
            "correlator." + name, engine, asked -> count.applyAsDouble(asked.statistics()))
        .tags(of)
        .register(registry);
  }

  private void gauge(
      MeterRegistry registry, String name, Tags of, ToDoubleFunction<Statistics> value) {
    Gauge.builder("correlator." + name, engine, asked -> value.applyAsDouble(asked.statistics()))
        .tags(of)
        .register(registry);
  }
}
