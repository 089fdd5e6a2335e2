package io.correlator.core.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.correlator.api.AuditEvent;
import io.correlator.api.EmittedEvent;
import io.correlator.api.Event;
import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventCodecTest {
  @Provide
  Arbitrary<EmittedEvent> emitted() {
    return Events.emitted();
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void whatIsReadIsWhatWasWritten(@ForAll("emitted") EmittedEvent event) throws IOException {
    String written = EventWriter.write(event);

    EmittedEvent read = EventReader.read(written);

    assertThat(written.chars()).allMatch(c -> c >= ' ' && c < 0x7f);
    assertThat(read.id()).isEqualTo(event.id());
    assertThat(read.origin()).isEqualTo(event.origin());
    assertThat(read.type()).isEqualTo(event.type());
    assertThat(read.timestamp()).isEqualTo(event.timestamp());
    assertThat(read.severity()).isEqualTo(event.severity());
    assertThat(read.summary()).isEqualTo(event.summary());
    assertThat(read.fields()).isEqualTo(event.fields());
    assertThat(read.mainFields()).isEqualTo(event.mainFields());
    assertThat(seen(read.evidence())).isEqualTo(seen(event.evidence()));
    assertThat(read.event() instanceof AuditEvent).isEqualTo(event.event() instanceof AuditEvent);
    if (event.event() instanceof AuditEvent audit) {
      assertThat(((AuditEvent) read.event()).schema()).isEqualTo(audit.schema());
    }
  }

  /** All that can be asked of records. */
  private static List<List<Object>> seen(List<LogRecord> records) {
    return records.stream()
        .map(
            record ->
                List.<Object>of(
                    record.id(),
                    record.line(),
                    record.epochMilli(),
                    record.received(),
                    record.flags(),
                    record.failure(),
                    record.severity(),
                    record.facility(),
                    record.hostSlice(),
                    record.programSlice(),
                    record.processIdSlice(),
                    record.messageSlice(),
                    record.rawSlice(),
                    record.fields(),
                    record.provenance().format(),
                    record.provenance().counting()))
        .toList();
  }

  @Test
  void takesTextThatIsLongerThanJsonReadersAllowByThemselves() throws IOException {
    String name = "n".repeat(100_000);
    String value = "v".repeat(21_000_000);

    EmittedEvent read = EventReader.read(EventWriter.write(event(Fields.of(name, value))));

    assertThat(read.fields().text(name)).hasValue(value);
  }

  @Test
  void refusesWhatIsNestedTooDeeply() {
    Fields deep = Fields.of("a", 1);
    for (int i = 0; i < 2 * EventJson.DEPTH; i++) {
      deep = Fields.of("a", deep);
    }
    EmittedEvent event = event(deep);

    assertThatThrownBy(() -> EventWriter.write(event)).isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void skipsWhatALaterVersionMayAdd() throws IOException {
    String text = EventWriter.write(event(Fields.of("a", 1)));

    EmittedEvent read = EventReader.read("{\"later\":{\"x\":[1,2]}," + text.substring(1));

    assertThat(read.fields().number("a")).hasValue(1L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "7",
        "{}",
        "{\"id\":\"../../etc/passwd\"}",
        "{\"id\":7}",
        "{\"timestamp\":\"yesterday\"}",
        "{\"severity\":\"grave\"}",
        "{\"fields\":[\"a\",null]}",
        "{\"fields\":[\"a\"]}",
        "{\"fields\":[\"a\",{\"class\":\"x\"}]}",
        "{\"fields\":[\"a\",99999999999999999999]}",
        "{\"schema\":{\"type\":\"T\",\"columns\":[{\"name\":\"a\",\"kind\":\"BLOB\"}]}}",
        "{\"evidence\":[{\"raw\":\"x\"}]}",
        "{\"evidence\":[{\"source\":\"x\",\"rawBase64\":\"?\"}]}",
        "{\"evidence\":[{\"host\":[1,2,3]}]}",
        "{\"evidence\":[{\"priority\":192}]}",
        "{\"evidence\":[{\"flags\":[\"RED\"]}]}"
      })
  void refusesWhatIsNoEvent(String text) {
    assertThatThrownBy(() -> EventReader.read(text)).isInstanceOf(IOException.class);
  }

  private static EmittedEvent event(Fields fields) {
    Event event =
        new io.correlator.api.Event() {
          @Override
          public Instant timestamp() {
            return Instant.EPOCH;
          }

          @Override
          public String type() {
            return "Test";
          }

          @Override
          public io.correlator.api.Severity severity() {
            return io.correlator.api.Severity.NOTICE;
          }

          @Override
          public String summary() {
            return "";
          }

          @Override
          public Fields fields() {
            return fields;
          }
        };
    return EmittedEvent.causedByTime(Instant.EPOCH, "test", event, 0);
  }
}
