package io.correlator.testkit;

import static java.util.Objects.requireNonNull;

import io.correlator.api.Block;
import io.correlator.api.Block.Counting;
import io.correlator.api.Block.Provenance;
import io.correlator.api.EmittedEvent;
import io.correlator.api.LogRecord;
import io.correlator.api.ParseFailure;
import io.correlator.api.RecordHeader;
import io.correlator.api.listener.Interest;
import io.correlator.api.module.Module;
import io.correlator.api.source.FormatContext;
import io.correlator.api.source.RecordFormat;
import io.correlator.api.source.RecordParser;
import io.correlator.core.monitor.Failure;
import io.correlator.core.monitor.Ledger;
import io.correlator.core.monitor.ModuleStatistics;
import io.correlator.core.monitor.RecordStatistics;
import io.correlator.core.monitor.SourceStatistics;
import io.correlator.core.monitor.Statistics;
import io.correlator.core.monitor.TimeStatistics;
import io.correlator.core.pipeline.Crew;
import io.correlator.core.pipeline.Pipeline;
import io.correlator.core.pipeline.QuarantineSettings;
import io.correlator.core.time.EventTime;
import io.correlator.core.time.EventTime.Lane;
import io.correlator.core.time.TimeSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Modules at work in a test, without threads and on virtual time: the engine's own pipeline, fed
 * line by line.
 *
 * <pre>{@code
 * TestPipeline pipeline = TestPipeline.running(new BruteForce(3, Duration.ofMinutes(1)));
 * pipeline.feed(FAILED, FAILED).advance(Duration.ofMinutes(2)).feed(FAILED);
 * pipeline.events().assertThat().isEmpty();
 * }</pre>
 *
 * <p>A line is read by the format given; without one, the whole line is the message. A line without
 * a time of its own happens at the virtual time, which begins at {@link #START} and moves by {@link
 * #advance}. A module that throws fails the test at once, unless {@link #expectingFailures} was
 * asked for. Modules are never left out for failing too often. For one thread.
 *
 * <p>A module that declares a {@linkplain Module#partitionKey() partition key}, or is a {@link
 * io.correlator.api.module.StagedModule}, has a run for each group of keys here as well. So the
 * events, their order and their ids are those of an engine, whatever its number of partitions.
 */
public final class TestPipeline {
  /** Where virtual time begins: a Sunday, so that no test depends on the day it is run. */
  public static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  /** The format of lines that are nothing but their message. */
  static RecordFormat wholeLine() {
    return WHOLE_LINE;
  }

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
  private final Map<ParseFailure, Long> failed = new EnumMap<>(ParseFailure.class);
  private boolean failuresExpected;
  private boolean finished;
  private Instant now = START;
  private long position;
  private long line;
  private long fed;

  private TestPipeline(Crew crew, Module... modules) {
    pipeline =
        new Pipeline(
            Pipeline.DAY,
            Pipeline.STATE_BYTES,
            QuarantineSettings.off(),
            crew,
            this::onFailure,
            this::onEvent);
    for (Module module : modules) {
      try {
        pipeline.open(module.name(), module);
      } catch (Exception | LinkageError e) {
        throw new AssertionError("module " + module.name() + " cannot start", e);
      }
    }
  }

  /** The modules, opened, in the order of flow. */
  public static TestPipeline running(Module... modules) {
    return new TestPipeline(Crew.alone(), modules);
  }

  /**
   * As {@link #running}, but evaluated as an engine with several partitions does it, if without its
   * threads: in batches, of which a module sees one group of keys after the other. Events are there
   * when the run is finished.
   */
  static TestPipeline partitioned(int partitions, Module module) {
    return new TestPipeline(Crew.of(partitions), module);
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

  /** Feeds a line that may be no text at all. */
  public TestPipeline feed(byte[] line) {
    return feed(recordOf(line.clone()));
  }

  private LogRecord recordOf(String text) {
    return recordOf(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The record that a line would be if it was fed now. */
  LogRecord recordOf(byte[] bytes) {
    header.reset();
    parser.parse(bytes, 0, bytes.length, header);
    LogRecord record =
        Block.of(bytes, provenance, position, ++line, now).record(0, bytes.length, 0, header, now);
    position += bytes.length + 1;
    return record;
  }

  /** Feeds a record. */
  public TestPipeline feed(LogRecord record) {
    fed++;
    record.failure().ifPresent(reason -> failed.merge(reason, 1L, Long::sum));
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
    finished = true;
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
  public Events events() {
    return new Events(events);
  }

  /** The events of one type so far, in order. */
  public Events events(String type) {
    return new Events(events.stream().filter(event -> event.type().equals(type)).toList());
  }

  /** The events that the engine itself gave out so far, in order. */
  public Events engineEvents() {
    return new Events(engineEvents);
  }

  /** What modules threw so far, in order. */
  public List<Failure> failures() {
    return List.copyOf(failures);
  }

  /** What the modules have counted, in the order of flow. */
  public List<ModuleStatistics> statistics() {
    pipeline.takeStock();
    return pipeline.statistics();
  }

  /** Where the records went that were fed. Balances once the run is finished. */
  public Ledger ledger() {
    long unreadable = failed.values().stream().mapToLong(Long::longValue).sum();
    SourceStatistics source =
        new SourceStatistics(
            "test",
            finished ? SourceStatistics.State.DONE : SourceStatistics.State.UP,
            fed,
            fed - unreadable,
            failed,
            Map.of(),
            0,
            position,
            0,
            0,
            0,
            Optional.empty(),
            0,
            Map.of());
    return Ledger.of(
        new Statistics(
            List.of(source),
            new RecordStatistics(pipeline.evaluated(), 0, 0),
            statistics(),
            List.of(),
            new TimeStatistics(0, 0, 0, 0)));
  }
}
