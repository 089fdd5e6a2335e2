package io.correlator.listeners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.correlator.api.EmittedEvent;
import io.correlator.api.Event;
import io.correlator.api.Fields;
import io.correlator.api.ParseFailure;
import io.correlator.api.Printable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class EventJsonTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void hasItsMembersInOrder() {
    EmittedEvent event =
        Samples.emitted(
            Event.error("SshLoginTriesExceeded")
                .summary("5 failed logins")
                .field("address", "198.51.100.7")
                .evidence(Samples.record("Failed password"))
                .timestamp(Samples.TIME));
    assertThat(EventJson.render(event))
        .isEqualTo(
            "{\"type\":\"SshLoginTriesExceeded\",\"timestamp\":\"2026-03-01T07:28:03Z\","
                + "\"severity\":\"error\",\"origin\":\"sshd\",\"id\":\""
                + event.id()
                + "\",\"summary\":\"5 failed logins\",\"fields\":{\"address\":\"198.51.100.7\"},"
                + "\"evidence\":[{\"source\":\"auth.log\",\"offset\":4096,\"line\":123,"
                + "\"raw\":\"Failed password\"}]}");
  }

  @Test
  void hasFieldsAndEvidenceEvenIfThereAreNone() {
    assertThat(EventJson.render(Samples.summary("x"))).endsWith("\"fields\":{},\"evidence\":[]}");
  }

  @Test
  void mainFieldsAreMembersAndNoDetails() throws Exception {
    JsonNode event =
        JSON.readTree(
            EventJson.render(
                Samples.emitted(
                    Event.error("x").field("a", 1).mainField("key", Fields.of("host", "h")))));

    assertThat(event.get("key").get("host").textValue()).isEqualTo("h");
    assertThat(event.get("fields").fieldNames()).toIterable().containsExactly("a");
  }

  @Test
  void aMainFieldDoesNotTakeThePlaceOfAMember() throws Exception {
    JsonNode event =
        JSON.readTree(
            EventJson.render(Samples.emitted(Event.error("x").mainField("type", "mine"))));

    assertThat(event.get("type").textValue()).isEqualTo("x");
    assertThat(event.get("fields").get("type").textValue()).isEqualTo("mine");
  }

  @Test
  void writesEachKindOfValue() {
    Fields fields =
        Fields.builder()
            .put("text", "a\"b")
            .put("integer", Long.MIN_VALUE)
            .put("real", -0.5)
            .put("nan", Double.NaN)
            .put("infinite", Double.NEGATIVE_INFINITY)
            .put("bool", true)
            .put("instant", Samples.TIME)
            .put("duration", Duration.ofMinutes(5))
            .put("list", List.of("a", 1, List.of(false)))
            .put("nested", Fields.of("a.b", Fields.of("c", 1)))
            .build();
    assertThat(EventJson.renderValue(fields))
        .isEqualTo(
            "{\"text\":\"a\\\"b\",\"integer\":-9223372036854775808,\"real\":-0.5,\"nan\":\"NaN\","
                + "\"infinite\":\"-Infinity\",\"bool\":true,\"instant\":\"2026-03-01T07:28:03Z\","
                + "\"duration\":\"PT5M\",\"list\":[\"a\",1,[false]],"
                + "\"nested\":{\"a.b\":{\"c\":1}}}");
  }

  @Test
  void leavesOutTheLineOfASourceWithoutLines() throws Exception {
    byte[] bytes = "x".getBytes(StandardCharsets.UTF_8);
    assertThat(evidence(Event.error("x").evidence(Samples.record(bytes, "udp", 0))).fieldNames())
        .toIterable()
        .containsExactly("source", "offset", "raw");
  }

  @Test
  void addsTheBytesOfALineThatIsNotUtf8() throws Exception {
    byte[] bytes = {'a', (byte) 0xff, 'b'};
    JsonNode record = evidence(Event.error("x").evidence(Samples.record(bytes, "auth.log", 1)));
    assertThat(record.get("raw").textValue()).isEqualTo("a\ufffdb");
    assertThat(record.get("rawBase64").binaryValue()).isEqualTo(bytes);
  }

  @Test
  void doesNotTakeAReplacementCharacterForABrokenLine() throws Exception {
    JsonNode record = evidence(Event.error("x").evidence(Samples.record("a\ufffdb")));
    assertThat(record.get("raw").textValue()).isEqualTo("a\ufffdb");
    assertThat(record.has("rawBase64")).isFalse();
  }

  @Test
  void tellsWhyARecordCouldNotBeRead() throws Exception {
    JsonNode record =
        evidence(Event.error("x").evidence(Samples.failed("?", ParseFailure.BAD_TIMESTAMP)));
    assertThat(record.get("failure").textValue()).isEqualTo("bad-timestamp");
  }

  @Test
  void showsNothingThatSteersATerminal() {
    EmittedEvent event =
        Samples.emitted(
            Event.error(Samples.HOSTILE)
                .summary(Samples.HOSTILE)
                .field(Samples.HOSTILE, Samples.HOSTILE)
                .evidence(Samples.record(Samples.HOSTILE)));
    assertThat(EventJson.render(event).codePoints()).allMatch(Printable::isShown);
  }

  @Test
  void halfACharacterIsReplacedSoThatReadersTakeTheRest() throws Exception {
    JsonNode event =
        JSON.readTree(
            EventJson.render(
                Samples.emitted(
                    Event.error("x").summary("a\ud800b\udc00").field("c\udfff", "😀\ud83d"))));
    assertThat(event.get("summary").textValue()).isEqualTo("a\ufffdb\ufffd");
    assertThat(event.get("fields").get("c\ufffd").textValue()).isEqualTo("😀\ufffd");
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
            Arbitraries.integers().between(0, 0xff),
            Arbitraries.integers().between(0x100, 0xd7ff),
            Arbitraries.integers().between(0xe000, 0x10ffff))
        .list()
        .ofMaxSize(50)
        .map(
            codePoints -> {
              StringBuilder text = new StringBuilder();
              codePoints.forEach(text::appendCodePoint);
              return text.toString();
            });
  }

  @Property
  void anyTextIsReadBackAsItWas(@ForAll("texts") String text) throws Exception {
    String json =
        EventJson.render(Samples.emitted(Event.error("x").summary(text).field(text, text)));
    JsonNode event = JSON.readTree(json);
    assertThat(event.get("summary").textValue()).isEqualTo(text);
    assertThat(event.get("fields").get(text).textValue()).isEqualTo(text);
    assertThat(json.codePoints()).allMatch(Printable::isShown);
  }

  @Property
  void anyBytesOfALineAreReadBackAsTheyWere(@ForAll byte[] bytes) throws Exception {
    JsonNode record = evidence(Event.error("x").evidence(Samples.record(bytes, "auth.log", 1)));
    byte[] read =
        record.has("rawBase64")
            ? record.get("rawBase64").binaryValue()
            : record.get("raw").textValue().getBytes(StandardCharsets.UTF_8);
    assertThat(read).isEqualTo(bytes);
  }

  @Test
  void refusesFieldsThatAreNestedTooDeeply() {
    Fields nested = Fields.empty();
    for (int i = 0; i < 2_000; i++) {
      nested = Fields.of("a", nested);
    }
    EmittedEvent event = Samples.emitted(Event.error("x").field("a", nested));
    assertThatThrownBy(() -> EventJson.render(event)).isInstanceOf(UncheckedIOException.class);
  }

  private static JsonNode evidence(Event.Builder event) throws Exception {
    return JSON.readTree(EventJson.render(Samples.emitted(event))).get("evidence").get(0);
  }
}
