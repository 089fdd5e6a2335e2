package io.correlator.verification.time;

import io.correlator.api.Block;
import io.correlator.api.Block.Counting;
import io.correlator.api.Block.Provenance;
import io.correlator.api.EmittedEvent;
import io.correlator.api.Event;
import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.RecordHeader;
import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.Processor;
import io.correlator.api.module.Timer;
import io.correlator.api.state.SlidingCounter;
import io.correlator.core.monitor.TimeStatistics;
import io.correlator.core.pipeline.Pipeline;
import io.correlator.core.time.EventTime;
import io.correlator.core.time.EventTime.Lane;
import io.correlator.core.time.TimeSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An engine without threads: lanes, the order of time, and a module that raises an event when a key
 * is seen five times in a minute, and one when it stays away for a minute.
 */
final class Evaluation implements EventTime.Output {
  static final long START = Instant.parse("2026-03-01T10:00:00Z").toEpochMilli();

  private final List<String> events = new ArrayList<>();
  private final Pipeline pipeline =
      new Pipeline(
          Pipeline.DAY,
          failure -> {
            throw new AssertionError(failure.cause());
          },
          this::take);
  private final EventTime time;

  Evaluation(TimeSettings settings) {
    time = new EventTime(settings, this);
    try {
      pipeline.open("watch", new Watch());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private record Watch() implements Module {
    @Override
    public String name() {
      return "watch";
    }

    @Override
    public Processor open(ModuleContext context) {
      return new Watching(context);
    }
  }

  private static final class Watching implements Processor {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private record Sighting(String key, Instant at) {}

    private final ModuleContext context;
    private final SlidingCounter hits;
    private final Timer timer;
    private final Map<String, Instant> last = new HashMap<>();
    private final Deque<Sighting> sightings = new ArrayDeque<>();

    Watching(ModuleContext context) {
      this.context = context;
      this.hits = context.slidingCounter("hits", 5, MINUTE);
      this.timer = context.timer("gone", this::lookAround);
    }

    @Override
    public void onRecord(LogRecord record) {
      if (record.is(LogRecord.Flag.LATE)) {
        return;
      }
      String key = record.message();
      if (hits.crosses(key, record)) {
        context.emit(Event.error("Often").field("key", key).evidence(hits.evidence(key)));
      }
      last.put(key, context.now());
      sightings.add(new Sighting(key, context.now()));
      if (!timer.isPending()) {
        timer.schedule(MINUTE);
      }
    }

    private void lookAround() {
      Instant old = context.now().minus(MINUTE);
      while (!sightings.isEmpty() && !sightings.element().at().isAfter(old)) {
        Sighting sighting = sightings.remove();
        if (last.remove(sighting.key(), sighting.at())) {
          context.emit(Event.warning("Gone").field("key", sighting.key()));
        }
      }
      if (!sightings.isEmpty()) {
        timer.schedule(Duration.between(old, sightings.element().at()));
      }
    }
  }

  private void take(EmittedEvent event) {
    if (event.origin().equals("watch")) {
      events.add(
          "%s %s %s %s"
              .formatted(
                  event.timestamp(),
                  event.type(),
                  event.fields(),
                  event.evidence().stream().map(LogRecord::position).toList()));
    }
  }

  @Override
  public void record(LogRecord record) {
    pipeline.process(record);
  }

  @Override
  public void passed(Instant instant) {
    pipeline.passed(instant);
  }

  EventTime time() {
    return time;
  }

  Lane file() {
    return time.openFile();
  }

  Lane pipe() {
    return time.openPipe();
  }

  Lane live() {
    return time.openLive();
  }

  /** A record of a key, written {@code at} and arrived at {@code received}, both after START. */
  static LogRecord record(String source, long position, String key, long at, long received) {
    RecordHeader header = new RecordHeader();
    header.timestamp(START + at);
    byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
    Provenance provenance = new Provenance(source, 0, Counting.RECORDS, record -> Fields.empty());
    return Block.of(bytes, provenance, position, 0, Instant.ofEpochMilli(START + received))
        .record(0, bytes.length, 0, header, Instant.ofEpochMilli(START));
  }

  /** The events so far. */
  List<String> events() {
    return List.copyOf(events);
  }

  /** The events about honest keys so far. */
  List<String> honestEvents() {
    return events.stream().filter(event -> !event.contains("forged")).toList();
  }

  TimeStatistics statistics() {
    return time.statistics();
  }

  /** Ends the input; the events of all of it. */
  Evaluation finish() {
    time.finish();
    return this;
  }
}
