package io.correlator.sources.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.correlator.api.LogRecord;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Whatever another library writes and reads, this reads in the same way. */
class JsonRoundTripTest {
  private static final ObjectMapper JACKSON = new ObjectMapper();
  private static final ObjectMapper STRICT =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  @Property(tries = 200)
  void readsWhatAnotherLibraryHasWritten(@ForAll("objects") Map<String, Object> object)
      throws JsonProcessingException {
    for (byte[] line :
        List.of(
            JACKSON.writeValueAsBytes(object),
            JACKSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(object))) {
      LogRecord record = Line.read(new JsonFormat(), Line.CONTEXT, line);

      assertThat(record.failure()).isEmpty();
      JsonCorporaTest.assertSame(JACKSON.valueToTree(object), record.fields());
    }
  }

  @Property
  void agreesWithAnotherLibraryOnWhatIsJson(@ForAll("almost") String line) {
    LogRecord record = Line.read(new JsonFormat(), line);
    boolean read = record.failure().isEmpty();

    // Of several objects, the record is the first.
    assertThat(read).isEqualTo(isJson(record.raw()));
    assertThat(read || !isJson(line)).isTrue();
  }

  private static boolean isJson(String text) {
    try {
      return !STRICT.readTree(text).isMissingNode();
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  @Property
  void endsWhateverBecameOfALineThatWasReadWell(@ForAll("almost") String line) {
    // Nobody but whoever damages saved records gets here with what is not JSON.
    assertThat(JsonFields.read(("{\"a\":" + line).getBytes(UTF_8))).isNotNull();
    assertThat(JsonFields.read(("{\"a\":[" + line).getBytes(UTF_8))).isNotNull();
    assertThat(JsonFields.read(("{" + line).getBytes(UTF_8))).isNotNull();
  }

  @Test
  void doesNotFollowADamagedLineIntoTheDeep() {
    assertThat(JsonFields.read("{\"a\":".repeat(100_000).getBytes(UTF_8)).isEmpty()).isTrue();
  }

  @Provide
  Arbitrary<Map<String, Object>> objects() {
    return Arbitraries.maps(text(), value(3)).ofMaxSize(8);
  }

  @Provide
  Arbitrary<String> almost() {
    return Arbitraries.of(
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "\"a\"",
            "1",
            "-",
            "0",
            ".5",
            "e1",
            "true",
            "nul",
            "null",
            " ",
            "\n",
            "\"\\u12",
            "\"\\ud83d\"",
            "\"\\x\"",
            "\"\t\"")
        .list()
        .ofMaxSize(8)
        .map(parts -> String.join("", parts));
  }

  private static Arbitrary<String> text() {
    return Arbitraries.strings()
        .withChars("ab\"\\/\b\f\n\r\t.# {}[]:,\u0000\u001f\u007f\u00e4\u20ac\u2028\ufffd")
        .ofMaxLength(24);
  }

  private static Arbitrary<Object> value(int depth) {
    Arbitrary<Object> plain =
        Arbitraries.oneOf(
            text().map(it -> it),
            Arbitraries.longs().map(it -> it),
            Arbitraries.integers().between(-100, 100).map(it -> it / 4.0),
            Arbitraries.of(true, false).map(it -> it));
    return depth == 0
        ? plain
        : Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(6, plain),
            net.jqwik.api.Tuple.of(1, value(depth - 1).list().ofMaxSize(4).map(it -> it)),
            net.jqwik.api.Tuple.of(
                1, Arbitraries.maps(text(), value(depth - 1)).ofMaxSize(4).map(it -> it)));
  }
}
