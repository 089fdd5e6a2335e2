package io.correlator.sources.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.Fields;
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
import org.junit.jupiter.api.Test;

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

  private final JsonShapes windows = new JsonShapes(new WindowsFields.Dialect());

  private static Fields eager(String line) {
    return WindowsFields.of(JsonFields.read(line.getBytes(UTF_8)));
  }

  private Fields read(String line) {
    return windows.read(line.getBytes(UTF_8));
  }

  @Property(tries = 300)
  void readsAsWithoutShapesWhateverItHasReadBefore(@ForAll("logs") List<String> lines) {
    JsonShapes shapes = new JsonShapes(new WindowsFields.Dialect());
    for (int turn = 0; turn < 12; turn++) {
      for (String line : lines) {
        Fields fields = shapes.read(line.getBytes(UTF_8));

        assertThat(fields).as(line).isEqualTo(eager(line));
      }
    }
  }

  @Property(tries = 200)
  void findsEachValueAloneAsTogether(@ForAll("objects") String line) {
    Fields expected = eager(line);
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
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Boolean>> readers =
          Collections.nCopies(
              4,
              () ->
                  IntStream.range(0, 4_000)
                      .mapToObj(
                          i -> "{\"a%d\":%d,\"b\":{\"c%d\":\"x\"}}".formatted(i % 300, i, i % 7))
                      .allMatch(line -> read(line).equals(eager(line))));

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

    assertThat(read(line)).isEqualTo(eager(line));
    assertThat(read(line).layout()).isEmpty();
  }

  @Property(tries = 200)
  void endsWhateverBecameOfALineThatWasReadWell(@ForAll("objects") String line, @ForAll int cut) {
    // Nobody but whoever damages saved records gets here with what is not JSON.
    read(line);
    String start = line.substring(0, Math.floorMod(cut, line.length()));

    for (String damaged : List.of(start, start + "}", start + ":", start + "\"}", start + "\\u")) {
      assertThat(read(damaged).toString()).isNotNull();
    }
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
