package io.correlator.verification;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.Block;
import io.correlator.api.EmittedEvent;
import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.RecordHeader;
import io.correlator.api.Slice;
import io.correlator.api.listener.DeliverySettings;
import io.correlator.api.listener.DeliverySettings.Overflow;
import io.correlator.api.listener.Interest;
import io.correlator.api.listener.Listener;
import io.correlator.api.module.LiveModule;
import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.PartitionKey;
import io.correlator.api.module.Processor;
import io.correlator.api.source.Source;
import io.correlator.api.source.SourceContext;
import io.correlator.core.Correlator;
import io.correlator.core.pipeline.QuarantineSettings;
import io.correlator.sources.FileSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of the engine's own events in the guide is complete and has the right fields. */
final class EngineEventsTest {
  private static final Pattern ROW =
      Pattern.compile("^\\| ((?:`\\w+`(?:, )?)+) \\| ([^|]*) \\| ([^|]*)\\|$", Pattern.MULTILINE);
  private static final Pattern NAME = Pattern.compile("`(\\w+)`");

  @TempDir Path data;

  @Test
  void everyEventHasTheFieldsOfItsRowAndEveryRowItsEvent() throws IOException {
    Map<String, Set<String>> documented = documented();

    List<EmittedEvent> events = new ArrayList<>(run());
    goOn("first");
    goOn("first");
    Path newest = data.resolve("snapshots/snapshot-" + snapshots());
    Files.write(newest, new byte[] {1}, StandardOpenOption.APPEND);
    events.addAll(goOn("second"));
    Path killed = data.resolve("killed");
    events.addAll(journal(new Unrepeatable(data.resolve("served"), killed)));
    damage(killed);
    events.addAll(journal(new Unrepeatable(killed, data.resolve("unused"))));

    assertThat(events).map(EmittedEvent::type).containsAll(documented.keySet());
    assertThat(events)
        .allSatisfy(
            event ->
                assertThat(documented.get(event.type()))
                    .containsExactlyInAnyOrderElementsOf(event.fields().names()));
  }

  private static Map<String, Set<String>> documented() {
    String page = Repository.read("docs/embed.md");
    return ROW.matcher(page.substring(page.indexOf("## The engine's own events")))
        .results()
        .flatMap(row -> names(row.group(1)).stream().map(type -> Map.entry(type, row.group(3))))
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> names(entry.getValue())));
  }

  private static Set<String> names(String cell) {
    return NAME.matcher(cell).results().map(name -> name.group(1)).collect(Collectors.toSet());
  }

  private long snapshots() throws IOException {
    try (Stream<Path> files = Files.list(data.resolve("snapshots"))) {
      return files
          .mapToLong(file -> Long.parseLong(file.getFileName().toString().replaceAll("\\D", "")))
          .max()
          .orElseThrow();
    }
  }

  private List<EmittedEvent> goOn(String state) {
    List<EmittedEvent> events = new CopyOnWriteArrayList<>();
    Correlator.builder()
        .source(FileSource.of(Repository.ROOT.resolve("samples/auth.log")))
        .module(new Remembering(state))
        .listener(
            Listener.of(
                "collect", Interest.everything().withOrigins(Set.of(Interest.ENGINE)), events::add))
        .dataDirectory(data)
        .build()
        .run();
    return events;
  }

  /** A run of a source with a journal. */
  private static List<EmittedEvent> journal(Unrepeatable source) {
    List<EmittedEvent> events = new CopyOnWriteArrayList<>();
    Correlator.builder()
        .source(source)
        .listener(
            Listener.of(
                "collect", Interest.everything().withOrigins(Set.of(Interest.ENGINE)), events::add))
        .dataDirectory(source.data())
        .build()
        .run();
    return events;
  }

  private static void damage(Path data) throws IOException {
    Path file = Unrepeatable.file(data);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 0x55;
    Files.write(file, bytes);
  }

  /**
   * A source with a journal. In the place of its first file is something else, so that it takes a
   * second try; then it copies the journal to where a process would leave it that is killed.
   */
  private record Unrepeatable(Path data, Path killed) implements Source {
    /** The file of its journal that it can write. */
    static Path file(Path data) {
      return data.resolve("journal/source-0-unrepeatable/0000000002.capture");
    }

    @Override
    public String name() {
      return "unrepeatable";
    }

    @Override
    public boolean isRepeatable() {
      return false;
    }

    @Override
    public void run(SourceContext context) throws IOException, InterruptedException {
      context.positions(() -> () -> "somewhere");
      if (Files.exists(file(data))) {
        return;
      }
      Files.createDirectory(file(data).resolveSibling("0000000001.capture"));
      for (int i = 0; i < 3; i++) {
        boolean taken = context.handOver(List.of(record()), "a note");
        assertThat(taken).isTrue();
      }
      Path copy = file(killed);
      Files.createDirectories(copy.getParent());
      Files.copy(file(data), copy);
    }
  }

  private static LogRecord record() {
    Block.Provenance provenance =
        new Block.Provenance("unrepeatable", 0, Block.Counting.RECORDS, record -> Fields.empty());
    byte[] bytes = Logs.FAILED_LOGIN.getBytes(US_ASCII);
    return Block.of(bytes, provenance, 0, 0, Instant.EPOCH)
        .record(0, bytes.length, 0, new RecordHeader(), Instant.EPOCH);
  }

  /** A run in which everything goes wrong that the table has an event for. */
  private static List<EmittedEvent> run() {
    List<EmittedEvent> events = new CopyOnWriteArrayList<>();
    CountDownLatch lost = new CountDownLatch(1);
    Interest all = Interest.everything().withOrigins(Set.of(Interest.ENGINE));
    Correlator.builder()
        .source(FileSource.of(Repository.ROOT.resolve("samples/auth.log"), Path.of("missing.log")))
        .module(new Failing())
        .module(new Exchanged())
        .listener(
            Listener.of(
                "collect",
                all,
                event -> {
                  events.add(event);
                  if (event.type().equals("EventsUndelivered")) {
                    lost.countDown();
                  }
                }))
        .listener(
            Listener.of("hangs", all, event -> lost.await()),
            DeliverySettings.defaults().withCapacity(1).withOverflow(Overflow.DROP_NEWEST))
        .quarantine(QuarantineSettings.defaults().withErrors(1, 1))
        .failureHandler(failure -> {})
        .build()
        .run();
    return List.copyOf(events);
  }

  /**
   * A module that fails once, works for a while, and then uses up the memory. All records have one
   * key, so that what is told of it names a group.
   */
  private record Failing() implements Module {
    @Override
    public String name() {
      return "failing";
    }

    @Override
    public Optional<PartitionKey> partitionKey() {
      return Optional.of(record -> Slice.of("one"));
    }

    @Override
    public Processor open(ModuleContext context) {
      AtomicInteger calls = new AtomicInteger();
      return record -> {
        int call = calls.incrementAndGet();
        if (call == 1) {
          throw new UnsupportedOperationException("planted");
        }
        if (call == 20) {
          throw new OutOfMemoryError("planted");
        }
      };
    }
  }

  /** A module that may have other state in the next run. */
  private record Remembering(String state) implements Module {
    @Override
    public String name() {
      return "remembering";
    }

    @Override
    public boolean hasIndependentState() {
      return true;
    }

    @Override
    public Processor open(ModuleContext context) {
      var counter = context.slidingCounter(state, 2, Duration.ofHours(1));
      return record -> counter.add("key", record);
    }
  }

  /** Another module after the first record, and one that cannot be opened after the second. */
  private static final class Exchanged implements LiveModule {
    private final AtomicInteger seen = new AtomicInteger();
    private final List<Module> modules = List.of(counting(), counting(), broken());

    private Module counting() {
      return module(context -> record -> seen.incrementAndGet());
    }

    private static Module broken() {
      return module(
          context -> {
            throw new UnsupportedOperationException("planted");
          });
    }

    private static Module module(Function<ModuleContext, Processor> opening) {
      return new Module() {
        @Override
        public String name() {
          return "exchanged";
        }

        @Override
        public Processor open(ModuleContext context) {
          return opening.apply(context);
        }
      };
    }

    @Override
    public String name() {
      return "exchanged";
    }

    @Override
    public Module current() {
      return modules.get(Math.min(seen.get(), modules.size() - 1));
    }
  }
}
