package io.correlator.sources.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.Fields;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that are pairs. */
final class PairFieldsTest {
  private static Fields fields(String message) {
    return Line.read(new AutoFormat(), "<13>Mar  1 07:28:03 web1 app: " + message).fields();
  }

  @Test
  void valuesStandBareOrInQuotes() {
    assertThat(
            fields("level=warn msg=\"disk \\\"a\\\" is \\\\ full\" free=3 empty= last=\"\"")
                .asMap())
        .isEqualTo(
            Map.of(
                "level",
                "warn",
                "msg",
                "disk \"a\" is \\ full",
                "free",
                "3",
                "empty",
                "",
                "last",
                ""));
  }

  @Test
  void thePacketFilterOfTheKernelWritesThem() {
    Fields fields =
        fields("IN=eth0 OUT= SRC=192.0.2.1 DST=198.51.100.2 LEN=40 DF PROTO=TCP DPT=22");

    assertThat(fields.text("SRC")).contains("192.0.2.1");
    assertThat(fields.text("OUT")).contains("");
    assertThat(fields.text("DPT")).contains("22");
    assertThat(fields.has("DF")).isFalse();
  }

  @Test
  void ofANameThatComesAgainTheLastValueCounts() {
    assertThat(fields("a=1 b=2 a=3").asMap()).isEqualTo(Map.of("a", "3", "b", "2"));
  }

  @Test
  void aQuoteThatIsNotClosedIsPartOfItsWord() {
    assertThat(fields("a=\"x y b=2").asMap()).isEqualTo(Map.of("a", "\"x", "b", "2"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Failed password for root uid=0",
        "user=root: logged in",
        "=1",
        "1=2",
        "a b=1",
        "\"a\"=1",
        "a",
      })
  void otherMessagesHaveNone(String message) {
    assertThat(fields(message).isEmpty()).isTrue();
  }

  @Property
  void whatIsWrittenInQuotesComesBack(@ForAll("pairs") Map<String, String> pairs) {
    StringBuilder message = new StringBuilder();
    pairs.forEach(
        (name, value) ->
            message
                .append(message.isEmpty() ? "" : " ")
                .append(name)
                .append("=\"")
                .append(value.replace("\\", "\\\\").replace("\"", "\\\""))
                .append('"'));

    assertThat(new LinkedHashMap<>(fields(message.toString()).asMap())).isEqualTo(pairs);
  }

  @Provide
  Arbitrary<Map<String, String>> pairs() {
    Arbitrary<String> names = Arbitraries.of("level", "msg", "a.b", "x_y", "http/status", "q-0");
    Arbitrary<String> values = Arbitraries.strings().withChars("ab =\\\"ä.\t").ofMaxLength(12);
    return Arbitraries.maps(names, values).ofMinSize(1).ofMaxSize(5);
  }
}
