package io.correlator.sources;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.correlator.api.Block;
import io.correlator.api.LogRecord;
import io.correlator.api.ParseFailure;
import io.correlator.api.source.FormatContext;
import io.correlator.api.source.RecordFormat;
import io.correlator.sources.format.AutoFormat;
import java.io.ByteArrayInputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records of several lines: objects of JSON, with other lines among them. */
class RecordSpanTest {
  private static final RecordFormat FORMAT = new AutoFormat();
  private static final String SYSLOG = "Mar  1 07:28:03 web1 sshd[4711]: x";

  /** What stands between lines, and between the objects of a list. */
  private static final String SEPARATORS =
      "(?:[\\s,\\[\\]]|\\]\\s*}(?:\\s*})?|\\{\"Records\":\\[)*";

  private static final String PRETTY =
      "{\n  \"time\": \"2026-03-01T07:28:03Z\",\n  \"a\": [\n    {\n      \"b\": 1\n    }\n  ]\n}";

  @Test
  void readsOneObjectAfterAnotherAndLinesInBetween() throws Exception {
    String text = PRETTY + "\n" + SYSLOG + "\n{\"c\":1}\n\n" + PRETTY + "\r\n" + PRETTY;

    List<LogRecord> records = read(text);

    assertThat(records.stream().map(LogRecord::raw))
        .containsExactly(PRETTY, SYSLOG, "{\"c\":1}", "", PRETTY, PRETTY);
    assertThat(records.stream().map(LogRecord::line)).containsExactly(1L, 9L, 10L, 11L, 12L, 20L);
    assertThat(records)
        .allSatisfy(
            record -> assertThat(text.substring((int) record.position())).startsWith(record.raw()));
    assertThat(records.get(4).fields().get("a")).isPresent();
  }

  @Test
  void keepsCarriageReturnsWithinARecord() throws Exception {
    List<LogRecord> records = read("{\r\n \"a\": 1\r\n}\r\nx\r\n");

    assertThat(records.stream().map(LogRecord::raw)).containsExactly("{\r\n \"a\": 1\r\n}", "x");
    assertThat(records.get(0).fields().number("a")).contains(1L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{\"a\":",
        "{\"a\": [",
        "{\"a\": {",
        "{ \"a\": 1,",
        "{\"a\": \"",
        "{\"a\": \"x\\",
        "  {\"a\": [[[[[",
        "{ } x"
      })
  void hidesNoLineInAnObjectThatSomeoneHasLeftOpen(String forged) throws Exception {
    String honest = "{\"user\":\"eve\"}";

    assertThat(read(forged + "\n" + SYSLOG + "\n").stream().map(LogRecord::raw))
        .containsExactly(forged, SYSLOG);
    assertThat(read(forged + "\n" + honest + "\n").stream().map(LogRecord::raw))
        .containsExactly(forged, honest);
    assertThat(read(forged + "\n" + PRETTY + "\n").stream().map(LogRecord::raw))
        .containsExactly(forged, PRETTY);
    assertThat(read(forged + "\n" + SYSLOG).get(0).failure()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1}{\"a\":2} {\"a\":3}",
        "{\"a\":1}, {\"a\":2}, {\"a\":3}",
        "[{\"a\":1},{\"a\":2},{\"a\":3}]",
        "[{\"a\":1},{\"a\":2},{\"a\":\n3}]",
        "[\n{\"a\":1},\n{\"a\":2},\n{\"a\":3}\n]",
        "[\r\n  {\"a\":1},\r\n  {\"a\":2},\r\n  {\"a\":3}\r\n]",
        "[\n  {\n    \"a\": 1\n  },\n  {\n    \"a\": 2\n  },\n  {\n    \"a\": 3\n  }\n]",
        "[{\n    \"a\": 1\n  }, {\n    \"a\": 2\n  }, {\n    \"a\": 3\n}]",
        "[\n{\n\"a\": 1\n},\n{\n\"a\": 2\n},\n{\n\"a\": 3\n}\n]",
        "{\"Records\":[{\"a\":1},{\"a\":2},{\"a\":3}]}",
        "{\"Events\": [{\"a\":1}, {\"a\":2}, {\"a\":3}], \"NextToken\": \"t\"}",
        "{\"@odata.context\":\"c\",\"value\":[{\"a\":1},{\"a\":2},{\"a\":3}]}",
        "{\"records\":[\n{\"a\":1},\n{\"a\":2},\n{\"a\":3}\n]}",
        "{\"Records\":[{\"a\":1},\n{\"a\":2},\n{\"a\":3}]}",
        "{\n  \"Records\": [\n    {\n      \"a\": 1\n    },\n    {\n      \"a\": 2\n    },"
            + "\n    {\n      \"a\": 3\n    }\n  ]\n}",
        "{\r\n  \"Events\": [\r\n    {\r\n  \"a\": 1\r\n    },\r\n    {\"a\": 2},\r"
            + "\n    {\"a\": 3}\r\n  ],\r\n  \"NextToken\": \"t\"\r\n}",
        "{\n  \"Records\" : [ {\n    \"a\" : 1\n  }, {\n    \"a\" : 2\n  }, {"
            + "\n    \"a\" : 3\n  } ]\n}",
        "{\"took\":5,\"_shards\":{\"total\":1,\"failed\":0},\"hits\":{\"total\":{\"value\":3},\"hits\":["
            + "{\"_index\":\"i\",\"_source\":{\"a\":1}},"
            + "{\"_index\":\"i\",\"_source\":{\"a\":2},\"sort\":[1]},"
            + "{\"_index\":\"i\",\"_source\":{\"a\":3}}]}}",
        "{\n  \"took\" : 5,\n  \"hits\" : {\n    \"total\" : {\n      \"value\" : 3,"
            + "\n      \"relation\" : \"eq\"\n    },\n    \"max_score\" : null,\n    \"hits\" : ["
            + "\n      {\n        \"_index\" : \"i\",\n        \"_source\" : {\n          \"a\" : 1"
            + "\n        }\n      },\n      {\n        \"_source\" : {\n          \"a\" : 2\n        }"
            + "\n      },\n      {\n        \"a\" : 3\n      }\n    ]\n  }\n}",
        "{\"_index\":\"i\",\"_source\":{\"a\":1}}\n{\"_index\":\"i\",\"_source\":{\"a\":2}}\n{\"a\":3}"
      })
  void findsEachObjectOfAListOrALine(String list) throws Exception {
    String text = list + "\n" + SYSLOG + "\n" + list + "\n";

    for (int block : List.of(16, 4096)) {
      List<LogRecord> records = read(text, 1 << 16, block, 4096);

      assertThat(records.stream().map(record -> record.fields().number("a").orElse(-1L)))
          .containsExactly(1L, 2L, 3L, -1L, 1L, 2L, 3L);
      assertThat(records)
          .allSatisfy(
              record -> {
                String before = text.substring(0, (int) record.position());
                assertThat(text.substring(before.length())).startsWith(record.raw());
                assertThat(record.line())
                    .isEqualTo(before.chars().filter(c -> c == '\n').count() + 1);
                assertThat(record.failure()).isEmpty();
              });
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":1,\"events\":[{\"b\":2}]}",
        "{\"events\":[{\"b\":2},{\"b\":3}],\"host\":\"x\"}",
        "{\"Records\":[]}",
        "{\"value\":[1,2]}",
        "{\"value\":1,\"records\":2}",
        "{\n  \"value\": [\n    1\n  ]\n}",
        "{\n  \"records\": 5,\n  \"value\": {\n    \"total\": 1\n  }\n}",
        "{\"_id\":1,\"source\":{\"b\":2}}",
      })
  void anObjectWithAListIsNotTakenForTheEnvelopeOfOne(String object) throws Exception {
    List<LogRecord> records = read(object + "\n" + SYSLOG + "\n");

    assertThat(records.stream().map(LogRecord::raw)).containsExactly(object, SYSLOG);
    assertThat(records.get(0).failure()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"Records\":[", "{\n \"hits\": {\n  \"hits\": [", "{\"value\":[{\"b\":1}"})
  void anEnvelopeThatSomeoneHasLeftOpenHidesNoLine(String forged) throws Exception {
    String honest = "{\"user\":\"eve\"}";

    assertThat(read(forged + "\n" + honest + "\n" + SYSLOG).stream().map(LogRecord::raw))
        .endsWith(honest, SYSLOG);
    assertThat(read(forged + "\n" + SYSLOG + "\n" + honest).stream().map(LogRecord::raw))
        .endsWith(SYSLOG, honest);
  }

  /** Whoever appends to an export must not be able to have it left out. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Records\":[{\"a\":1}],\"NextToken\":\"t\" " + SYSLOG,
        "{\"Records\":[{\"a\":1}],\"NextToken\":" + SYSLOG + "}",
        "{\"Records\":[{\"a\":1}],\"NextToken\":\"" + SYSLOG,
        "{\"Records\":[{\"a\":1}],\"NextToken\":*\"t\"}",
        "{\"took\":x,\"hits\":{\"hits\":[{\"a\":1}]}}"
      })
  void nothingThatIsNoJsonIsTakenForThePartOfAnEnvelope(String line) throws Exception {
    List<LogRecord> records = read(line + "\n");

    assertThat(records).anySatisfy(record -> assertThat(record.failure()).isPresent());
    assertThat(String.join("", records.stream().map(LogRecord::raw).toList())).isEqualTo(line);
  }

  @Test
  void findsTheRecordsOfAnExportThatIsLongerThanARecordMayBe() throws Exception {
    String object = "{\"a\":\"" + "x".repeat(20) + "\"}";
    String text = "{\"Records\":[" + (object + ",").repeat(1000) + object + "]}\n" + SYSLOG + "\n";

    List<LogRecord> records = read(text, 60, 64, 64);

    assertThat(records).hasSize(1002);
    assertThat(records).allMatch(record -> record.failure().isEmpty());
  }

  @Test
  void aBracketWithoutAnObjectIsALineOfItsOwn() throws Exception {
    assertThat(read("[\n" + SYSLOG + "\n]\n").stream().map(LogRecord::raw))
        .containsExactly("[", SYSLOG, "]");
  }

  @Test
  void findsTheObjectsOfALineThatIsLongerThanARecordMayBe() throws Exception {
    String object = "{\"a\":\"" + "x".repeat(20) + "\"}";
    String text = "[" + (object + ", ").repeat(50) + object + "]\n" + SYSLOG + "\n";

    List<LogRecord> records = read(text, 40, 64, 64);

    assertThat(records).hasSize(52);
    assertThat(records).noneMatch(record -> record.is(LogRecord.Flag.TRUNCATED));
    assertThat(records.get(50).raw()).isEqualTo(object);
    assertThat(records.get(50).line()).isEqualTo(1);
    assertThat(records.get(51).line()).isEqualTo(2);
  }

  @Test
  void endsARecordBeforeTheLineWithWhichItWouldBeTooLong() throws Exception {
    List<LogRecord> records = read("{\n \"a\": 1,\n \"bbbbbbbb\": 1\n}\nx\n", 20, 16, 7);

    assertThat(records.stream().map(LogRecord::raw))
        .containsExactly("{\n \"a\": 1,", " \"bbbbbbbb\": 1", "}", "x");
    assertThat(records.get(0).is(LogRecord.Flag.TRUNCATED)).isTrue();
    assertThat(records.get(0).failure()).contains(ParseFailure.MALFORMED);
    assertThat(records.stream().map(LogRecord::line)).containsExactly(1L, 3L, 4L, 5L);
  }

  @Test
  void givesTheSameRecordsWhereverTheInputIsCut() throws Exception {
    byte[] text =
        (PRETTY + "\r\n" + SYSLOG + "\n{\"c\":\n" + SYSLOG + "\n{\n \"d\": \"äöü\"\n}\n" + PRETTY)
            .getBytes(UTF_8);
    List<List<Object>> whole = parts(read(text, 1 << 20, 4096, 4096));
    for (int cut = 0; cut <= text.length; cut++) {
      var first = new ByteArrayInputStream(text, 0, cut);
      var second = new ByteArrayInputStream(text, cut, text.length - cut);
      for (int block : List.of(1, 16, 4096)) {
        FakeSourceContext context = new FakeSourceContext();
        LineReader reader = reader(new SequenceInputStream(first, second), context, block, 1 << 20);
        while (reader.read()) {
          // All the work is done in the condition.
        }
        assertThat(parts(context.records))
            .as("cut at %d, blocks of %d", cut, block)
            .isEqualTo(whole);
        first.reset();
        second.reset();
      }
    }
  }

  @Property
  void neverDependsOnBlocksNorLosesAByte(
      @ForAll("pieces") List<String> pieces,
      @ForAll @IntRange(min = 1, max = 60) int block,
      @ForAll @IntRange(min = 1, max = 60) int most,
      @ForAll @IntRange(min = 4, max = 80) int longest)
      throws Exception {
    byte[] text = String.join("", pieces).getBytes(UTF_8);

    List<LogRecord> records = read(text, longest, block, most);

    assertThat(parts(records)).isEqualTo(parts(read(text, longest, 4096, 4096)));
    int at = 0;
    for (LogRecord record : records) {
      int from = (int) record.position();
      assertThat(between(text, at, from)).matches(SEPARATORS);
      assertThat(record.line())
          .isEqualTo(1 + between(text, 0, from).chars().filter(c -> c == '\n').count());
      assertThat(record.length()).isLessThanOrEqualTo(longest);
      at = from + record.length();
      while (record.is(LogRecord.Flag.TRUNCATED) && at < text.length && text[at] != '\n') {
        at++;
      }
    }
    assertThat(between(text, at, text.length)).matches(SEPARATORS);
  }

  private static String between(byte[] text, int from, int to) {
    return new String(text, from, to - from, UTF_8);
  }

  @Provide
  Arbitrary<List<String>> pieces() {
    return Arbitraries.of(
            "{",
            "}",
            "\n",
            "\n",
            "\n",
            "\r\n",
            "  \"a\": 1",
            ",",
            "[",
            "]",
            "{\"b\":1}\n",
            "{\"Records\":[",
            "]}",
            "x",
            " ",
            PRETTY,
            "\"")
        .list()
        .ofMaxSize(30);
  }

  @Test
  void goesOnWithTheRecordThatWasNotFinished(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("events.json");
    String text = (PRETTY + "\n").repeat(5) + SYSLOG + "\n" + (PRETTY + "\n").repeat(3);
    Files.writeString(file, text);
    List<String> expected = read(text).stream().map(LogRecord::raw).toList();
    for (int stop = 0; stop < expected.size(); stop++) {
      FileDriver driver = new FileDriver(1);
      driver.format(FORMAT).runAndKill(stop, file);
      assertThat(driver.lines()).hasSize(stop);
      driver.run(file);

      assertThat(driver.lines()).isEqualTo(expected);
      assertThat(driver.records.stream().map(LogRecord::line))
          .isEqualTo(read(text).stream().map(LogRecord::line).toList());
    }
  }

  @Test
  void findsEachEventOfARealStream() throws Exception {
    Path folder = folder("sigma/regression");
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
    int events = 0;
    for (Path file : files) {
      byte[] text = Files.readAllBytes(file);
      List<LogRecord> records = read(text, 1 << 16, 4096, 4096);
      for (LogRecord record : records) {
        assertThat(record.failure()).as("%s", file).isEmpty();
        assertThat(record.is(LogRecord.Flag.TIME_FALLBACK)).as("%s", file).isFalse();
        assertThat(record.fields().text("EventID")).as("%s", file).isPresent();
      }
      for (int step : List.of(1, 7, 100)) {
        assertThat(parts(read(text, 1 << 16, 64, step))).isEqualTo(parts(records));
      }
      events += records.size();
    }
    assertThat(events).isEqualTo(124);
  }

  private static Path folder(String name) {
    String configured = System.getProperty("CORRELATOR_DATA", System.getenv("CORRELATOR_DATA"));
    Path folder = Path.of(configured == null ? "../../shared/data" : configured).resolve(name);
    assumeTrue(
        Files.isDirectory(folder), "skipped: no corpora at " + folder + ", set CORRELATOR_DATA");
    return folder;
  }

  private static List<LogRecord> read(String text) throws Exception {
    return read(text, 1 << 16, 4096, 4096);
  }

  private static List<LogRecord> read(String text, int longest, int block, int most)
      throws Exception {
    return read(text.getBytes(UTF_8), longest, block, most);
  }

  private static List<LogRecord> read(byte[] text, int longest, int block, int most)
      throws Exception {
    FakeSourceContext context = new FakeSourceContext();
    LineReader reader = reader(new Trickle(text, most), context, block, longest);
    while (reader.read()) {
      // All the work is done in the condition.
    }
    return context.records;
  }

  private static LineReader reader(
      java.io.InputStream in, FakeSourceContext context, int block, int longest) {
    return new LineReader(
        in,
        new RecordAssembler(
            new Block.Provenance("x", 0, Block.Counting.BYTES, FORMAT::fields),
            FORMAT.open(new FormatContext(ZoneOffset.UTC, Instant.EPOCH)),
            context,
            Instant.EPOCH),
        FORMAT.span(),
        InstantSource.fixed(Instant.EPOCH),
        0,
        new LineReader.Limits(block, block, longest));
  }

  private static List<List<Object>> parts(List<LogRecord> records) {
    return records.stream()
        .<List<Object>>map(
            it -> List.of(it.raw(), it.position(), it.line(), it.flags(), it.failure()))
        .toList();
  }

  /** Gives a few bytes at a time, as a pipe does. */
  private static final class Trickle extends ByteArrayInputStream {
    private final int most;

    Trickle(byte[] bytes, int most) {
      super(bytes);
      this.most = most;
    }

    @Override
    public synchronized int read(byte[] target, int offset, int length) {
      return super.read(target, offset, Math.min(length, most));
    }
  }
}
