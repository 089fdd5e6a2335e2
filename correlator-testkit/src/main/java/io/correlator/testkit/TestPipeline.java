package io.correlator.testkit;

import static java.util.Objects.requireNonNull;

import io.correlator.api.Block;
import io.correlator.api.Block.Counting;
import io.correlator.api.Block.Provenance;
import io.correlator.api.EmittedEvent;
import io.correlator.api.LogRecord;
import io.correlator.api.RecordHeader;
import io.correlator.api.listener.Interest;
import io.correlator.api.module.Module;
import io.correlator.api.source.FormatContext;
import io.correlator.api.source.RecordFormat;
import io.correlator.api.source.RecordParser;
import io.correlator.core.monitor.Failure;
import io.correlator.core.monitor.ModuleStatistics;
import io.correlator.core.pipeline.Pipeline;
import io.correlator.core.time.EventTime;
import io.correlator.core.time.EventTime.Lane;
import io.correlator.core.time.TimeSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Modules at work in a test, without threads and on virtual time: the engine's own pipeline, fed
 * line by line.
 *
 * <pre>{@code
 * TestPipeline pipeline = TestPipeline.running(new BruteForce(3, Duration.ofMinutes(1)));
 * pipeline.feed(FAILED, FAILED).advance(Duration.ofMinutes(2)).feed(FAILED);
 * assertThat(pipeline.events()).isEmpty();
 * }</pre>
 *
 * <p>A line is read by the format given; without one, the whole line is the message. A line without
 * a time of its own happens at the virtual time, which begins at {@link #START} and moves by {@link
 * #advance}. A module that throws fails the test at once, unless {@link #expectingFailures} was
 * asked for. For one thread.
 */
public final class TestPipeline {
  /** Where virtual time begins: a Sunday, so that no test depends on the day it is run. */
  public static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  private static final RecordFormat WHOLE_LINE =
      new RecordFormat() {
        @Override
        public String name() {
          return "test";
        }

        @Override
        public RecordParser open(FormatContext context) {
          return (block, from, to, header) -> header.message(from);
        }
      };

  private final Pipeline pipeline;
  private @Nullable TimeSettings order;
  private @Nullable EventTime ordering;
  private @Nullable Lane lane;
  private final List<EmittedEvent> events = new ArrayList<>();
  private final List<EmittedEvent> engineEvents = new ArrayList<>();
  private final List<Failure> failures = new ArrayList<>();
  private final RecordHeader header = new RecordHeader();
  private RecordFormat format = WHOLE_LINE;
  private RecordParser parser = WHOLE_LINE.open(new FormatContext(ZoneOffset.UTC, START));
  private Provenance provenance = provenance(WHOLE_LINE);
  private boolean failuresExpected;
  private Instant now = START;
  private long position;
  private long line;

  private TestPipeline(Duration period, Module... modules) {
    pipeline = new Pipeline(period, this::onFailure, this::onEvent);
    for (Module module : modules) {
      try {
        pipeline.open(module.name(), module);
      } catch (Exception e) {
        throw new AssertionError("module " + module.name() + " cannot start", e);
      }
    }
  }

  /** The modules, opened, in the order of flow. */
  public static TestPipeline running(Module... modules) {
    return new TestPipeline(Pipeline.DAY, modules);
  }

  /** Reads lines in {@code format} from now on; times without a year are near {@link #START}. */
  public TestPipeline reading(RecordFormat format) {
    return reading(format, new FormatContext(ZoneOffset.UTC, START));
  }

  /** Reads lines in {@code format} from now on. */
  public TestPipeline reading(RecordFormat format, FormatContext context) {
    this.format = requireNonNull(format, "format");
    this.parser = format.open(context);
    this.provenance = provenance(format);
    return this;
  }

  /**
   * Puts records in the order of their times from now on, as an engine does: a record waits until
   * one that is later by more than {@code lateness} has come, or until time is {@linkplain #advance
   * advanced}, or the run {@linkplain #finish ends}. Without this, records are evaluated as they
   * are fed, and time stands still where one is older than the last.
   */
  public TestPipeline ordering(Duration lateness) {
    order = TimeSettings.defaults().withLateness(lateness);
    return this;
  }

  private static Provenance provenance(RecordFormat format) {
    return new Provenance("test", 0, Counting.BYTES, format.name(), format::fields);
  }

  /** Collects what modules throw in {@link #failures()} instead of failing the test. */
  public TestPipeline expectingFailures() {
    failuresExpected = true;
    return this;
  }

  private void onFailure(Failure failure) {
    failures.add(failure);
  }

  private void onEvent(EmittedEvent event) {
    (event.origin().equals(Interest.ENGINE) ? engineEvents : events).add(event);
  }

  /** Feeds lines, one record each. */
  public TestPipeline feed(String... lines) {
    for (String text : lines) {
      feed(recordOf(text));
    }
    return this;
  }

  private LogRecord recordOf(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    header.reset();
    parser.parse(bytes, 0, bytes.length, header);
    LogRecord record =
        Block.of(bytes, provenance, position, ++line, now).record(0, bytes.length, 0, header, now);
    position += bytes.length + 1;
    return record;
  }

  /** Feeds a record. */
  public TestPipeline feed(LogRecord record) {
    TimeSettings wanted = order;
    if (wanted == null) {
      pipeline.process(record);
    } else {
      inOrder(wanted, record);
    }
    now = now.isBefore(record.timestamp()) ? record.timestamp() : now;
    return failIfModulesDid();
  }

  /** Moves virtual time: what is due by then happens. */
  public TestPipeline advance(Duration duration) {
    now = now.plus(duration);
    settle();
    pipeline.advanceTo(now);
    return failIfModulesDid();
  }

  /** Ends the run: statistics for the period cut short, then the modules are closed. */
  public TestPipeline finish() {
    settle();
    pipeline.finish();
    pipeline.close();
    return failIfModulesDid();
  }

  private void inOrder(TimeSettings wanted, LogRecord record) {
    EventTime time = ordering;
    Lane open = lane;
    if (time == null || open == null) {
      time = new EventTime(wanted, new InOrder());
      open = time.openFile();
      ordering = time;
      lane = open;
    }
    open.accept(record);
    time.release();
  }

  /** What waits is decided: no earlier record follows. */
  private void settle() {
    EventTime time = ordering;
    if (time != null) {
      time.finish();
      ordering = null;
      lane = null;
    }
  }

  /** Takes records that were put in order. */
  private final class InOrder implements EventTime.Output {
    @Override
    public void record(LogRecord record) {
      pipeline.process(record);
    }

    @Override
    public void passed(Instant time) {
      pipeline.passed(time);
    }
  }

  private TestPipeline failIfModulesDid() {
    if (!failuresExpected && !failures.isEmpty()) {
      Failure first = failures.get(0);
      throw new AssertionError("module " + first.name() + " failed", first.cause());
    }
    return this;
  }

  /** The virtual time. */
  public Instant now() {
    return now;
  }

  /** The format in which lines are read. */
  public RecordFormat format() {
    return format;
  }

  /** The events that modules emitted so far, in order. */
  public List<EmittedEvent> events() {
    return List.copyOf(events);
  }

  /** The events of one type so far, in order. */
  public List<EmittedEvent> events(String type) {
    return events.stream().filter(event -> event.type().equals(type)).toList();
  }

  /** The events that the engine itself gave out so far, in order. */
  public List<EmittedEvent> engineEvents() {
    return List.copyOf(engineEvents);
  }

  /** What modules threw so far, in order. */
  public List<Failure> failures() {
    return List.copyOf(failures);
  }

  /** What the modules have counted, in the order of flow. */
  public List<ModuleStatistics> statistics() {
    return pipeline.statistics();
  }
}
