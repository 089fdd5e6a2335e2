package io.correlator.sources.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.Block;
import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.ParseFailure;
import io.correlator.api.RecordHeader;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonShapesTest {
  /** What decides about the fields of a Windows event, and some that does not. */
  private static final String[] NAMES = {
    "Event",
    "System",
    "EventData",
    "UserData",
    "#attributes",
    "#text",
    "Data",
    "@Name",
    "Name",
    "EventID",
    "Channel",
    "SourceName",
    "ProviderName",
    "Hostname",
    "Computer",
    "Threat Name",
    "xmlns",
    "a",
    "a\\\"b",
    "\\u0061",
    "\u00e4",
    "",
    "a.b"
  };

  private static final String[] PLAIN = {
    "null",
    "true",
    "false",
    "0",
    "-12",
    "1.50",
    "1e400",
    "\"\"",
    "\"x\"",
    "\"C:\\\\a\"",
    "\"\\\"\"",
    "\"\\ud83d\"",
    "\"\u20ac\"",
    "\" , }\"",
    "\"]{\"",
    "[]",
    "{}",
    "[{\"a\":[1]},null]"
  };

  private final Reading windows = new Reading(new WindowsFields.Dialect());
  private static final Reading PLAINLY = new Reading(new Shapeless());

  /** Reads lines one after another, and learns from them. */
  private static final class Reading {
    private final JsonShapes shapes;
    private final JsonParser parser;
    private final RecordHeader header = new RecordHeader();

    Reading(JsonShapes.Dialect dialect) {
      this(new JsonShapes(dialect));
    }

    Reading(JsonShapes shapes) {
      this.shapes = shapes;
      this.parser = new JsonParser(Line.CONTEXT, shapes);
    }

    /** The line stands in a block that goes on. */
    LogRecord record(String line) {
      byte[] bytes = line.getBytes(UTF_8);
      byte[] block = ("\"" + line + "\":1}").getBytes(UTF_8);
      header.reset();
      parser.parse(block, 1, 1 + bytes.length, header);
      Block.Provenance provenance =
          new Block.Provenance("test", 0, Block.Counting.BYTES, shapes::fields);
      return Block.of(block, provenance, 0, 1, Line.REFERENCE)
          .record(
              header.isPart() ? header.partFrom() : 1,
              header.isPart() ? header.partTo() : 1 + bytes.length,
              0,
              header,
              Line.REFERENCE);
    }

    Fields read(String line) {
      return record(line).fields();
    }

    /** All that was found out about a line. */
    List<Object> all(String line) {
      LogRecord record = record(line);
      return List.of(
          record.raw(),
          record.failure(),
          record.timestamp(),
          record.flags(),
          record.host(),
          record.program(),
          record.processId(),
          record.severity(),
          record.message(),
          record.messageIndex(),
          record.fields());
    }
  }

  /** Knows no shape, so that everything is left to the scanner and read at once. */
  private static final class Shapeless implements JsonShapes.Dialect {
    @Override
    public int sameAs(int kind, String name, int depth) {
      return 0;
    }

    @Override
    public Fields apply(Fields members) {
      return WindowsFields.of(members);
    }
  }

  private Fields read(String line) {
    return windows.read(line);
  }

  @Property(tries = 300)
  void readsAsWithoutShapesWhateverItHasReadBefore(@ForAll("logs") List<String> lines) {
    Reading reading = new Reading(new WindowsFields.Dialect());
    for (int turn = 0; turn < 12; turn++) {
      for (String line : lines) {
        assertThat(reading.all(line)).as(line).isEqualTo(PLAINLY.all(line));
      }
    }
  }

  @Property(tries = 300)
  void seesAsWithoutShapesWhatIsWrong(
      @ForAll("objects") String line,
      @ForAll("damages") String damage,
      @ForAll @IntRange(max = 1_000) int place) {
    int from = place % line.length();
    Reading reading = new Reading(new WindowsFields.Dialect());
    reading.read(line);
    reading.read(line);

    for (int length = 0; length < 3 && from + length <= line.length(); length++) {
      String damaged = line.substring(0, from) + damage + line.substring(from + length);

      assertThat(reading.all(damaged)).as(damaged).isEqualTo(PLAINLY.all(damaged));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1\"b\":2}",
        "{,\"a\":1,\"b\":2}",
        "{\"a\":1,\"b\":2,}",
        "{\"a\":1,,\"b\":2}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":01,\"b\":2}",
        "{\"a\":1,\"b\":[2,]}",
        "{\"a\":1,\"b\":[{]}",
        "{\"a\":1,\"b\":\"\\x\"}",
        "{\"a\":1,\"b\":\"\t\"}",
        "{\"a\":tru,\"b\":2}",
        "{\"a\":1,\"b\":2",
        "{\"a\":1,\"b\":",
        "{\"a\":1,\"b\"",
        "{\"a\":1]"
      })
  void isNotTakenInByWhatBeginsLikeAShapeItKnows(String line) {
    read("{\"a\":1,\"b\":2}");
    read("{\"a\":1,\"b\":\"x\"}");

    assertThat(windows.record(line).failure()).contains(ParseFailure.MALFORMED);
  }

  @Test
  void remembersNoLeadThatSomeoneHasMadeLong() {
    String blanks = " ".repeat(1_000);
    String line = "{%s\"a\"%s:%s1%s,%s\"b\"%s:2}".replace("%s", blanks);

    for (int turn = 0; turn < 3; turn++) {
      assertThat(read(line).names()).containsExactly("a", "b");
      assertThat(windows.record("{a\":1,\"b\":2}").failure()).isPresent();
      assertThat(windows.record("{\"a\":1b\":2}").failure()).isPresent();
    }
  }

  @Test
  void readsTheFieldsOfACopyThatHasBytesOfItsOwn() {
    LogRecord record = windows.record("{\"a\":1,\"b\":\"x\"}");
    LogRecord early = record.compact();

    assertThat(early.fields()).isEqualTo(record.fields());
    assertThat(record.compact().fields()).isEqualTo(record.fields());
    assertThat(record.flagged(LogRecord.Flag.LATE).fields()).isEqualTo(record.fields());
  }

  @Test
  void limitsWhatIsNestedToTheSameDepth() {
    for (int depth : new int[] {JsonScanner.DEEPEST - 1, JsonScanner.DEEPEST}) {
      String line = "{\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
      read(line);

      assertThat(windows.all(line)).isEqualTo(PLAINLY.all(line));
    }
  }

  @Property(tries = 200)
  void findsEachValueAloneAsTogether(@ForAll("objects") String line) {
    Fields expected = PLAINLY.read(line);
    read(line);

    for (String name : expected.names()) {
      assertThat(read(line).get(name)).as("%s in %s", name, line).isEqualTo(expected.get(name));
      assertThat(read(line).has(name)).isTrue();
    }
    assertThat(read(line).names()).isEqualTo(expected.names());
  }

  @Test
  void givesObjectsThatAreAlikeTheSameLayout() {
    String line = "{\"Event\":{\"System\":{\"EventID\":%s},\"EventData\":{\"Image\":\"%s\"}}}";

    Fields first = read(line.formatted(1, "a"));
    Fields second = read(line.formatted("\"x\"", "b").replace(",", " ,\n").replace(":", " : "));

    assertThat(second.layout()).isPresent().containsSame(first.layout().orElseThrow());
    assertThat(second.get("Image")).contains("b");
    assertThat(first.get("Image")).contains("a");
  }

  @Test
  void soonKnowsWhatComesOften() {
    String line = "{\"b\":1}";
    read("{\"a\":1}");

    assertThat(IntStream.range(0, 9).anyMatch(turn -> read(line).layout().isPresent())).isTrue();
    assertThat(read(line).layout()).isPresent();
  }

  @Test
  void readsOnWhenThereAreMoreShapesThanItRemembers() {
    // One line of eight is learned from, and each of these has eight shapes that no other has.
    for (int i = 0; i < 50_000; i++) {
      String line =
          "{\"n" + i + "\":" + i + ",\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":1,\"f\":1,\"g\":1}";

      assertThat(read(line).number("n" + i)).contains((long) i);
    }
    IntStream.range(0, 9).forEach(turn -> read("{\"a\":1}"));
    assertThat(read("{\"a\":1}").layout()).isPresent();
  }

  @Test
  void readsForManyThreadsAtOnce() throws Exception {
    JsonShapes shared = new JsonShapes(new WindowsFields.Dialect());
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Boolean>> readers =
          Collections.nCopies(
              4,
              () -> {
                Reading known = new Reading(shared);
                Reading plain = new Reading(new Shapeless());
                return IntStream.range(0, 4_000)
                    .mapToObj(
                        i -> "{\"a%d\":%d,\"b\":{\"c%d\":\"x\"}}".formatted(i % 300, i, i % 7))
                    .allMatch(line -> known.all(line).equals(plain.all(line)));
              });

      for (Future<Boolean> agrees : threads.invokeAll(readers)) {
        assertThat(agrees.get()).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void leavesALineOfVeryManyValuesToTheOtherWay() {
    String line =
        IntStream.range(0, 2_000)
            .mapToObj(i -> "\"n%d\":%d".formatted(i, i))
            .collect(Collectors.joining(",", "{", "}"));

    assertThat(read(line)).isEqualTo(PLAINLY.read(line));
    assertThat(read(line).layout()).isEmpty();
  }

  @Provide
  Arbitrary<String> damages() {
    return Arbitraries.of("", "\"", "\\", ",", ":", "{", "}", "[", "]", "1", "x", " ", "\u0001");
  }

  @Provide
  Arbitrary<String> objects() {
    return object(3);
  }

  @Provide
  Arbitrary<List<String>> logs() {
    return objects().list().ofMinSize(1).ofMaxSize(4);
  }

  private static Arbitrary<String> object(int depth) {
    Arbitrary<String> value =
        depth == 0
            ? Arbitraries.of(PLAIN)
            : Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(3, Arbitraries.of(PLAIN)),
                net.jqwik.api.Tuple.of(2, Arbitraries.lazy(() -> object(depth - 1))));
    return Combinators.combine(Arbitraries.of(NAMES), value, Arbitraries.of("", " ", "\n\t"))
        .as((name, it, blank) -> "%s\"%s\"%s:%s%s".formatted(blank, name, blank, blank, it))
        .list()
        .ofMaxSize(5)
        .map(members -> String.join(",", members))
        .flatMap(members -> Arbitraries.of("{" + members + "}", wrapped(members)));
  }

  /** Else, hardly any would be an event. */
  private static String wrapped(String members) {
    return "{\"Event\":{\"System\":{%s},\"EventData\":{%s}}}".formatted(members, members);
  }
}
