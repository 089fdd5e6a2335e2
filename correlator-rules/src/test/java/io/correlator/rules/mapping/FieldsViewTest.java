package io.correlator.rules.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.Block;
import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.RecordHeader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where keywords are looked for. */
class FieldsViewTest {
  private static final Fields FIELDS = Fields.builder().put("agent", "a\"b").build();

  private static LogRecord record(String line, Consumer<RecordHeader> found) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    RecordHeader header = new RecordHeader();
    found.accept(header);
    return Block.of(
            bytes,
            new Block.Provenance("x", 0, Block.Counting.BYTES, record -> FIELDS),
            0,
            1,
            Instant.EPOCH)
        .record(0, bytes.length, 0, header, Instant.EPOCH);
  }

  @Test
  void aLineOfTextIsSearchedAsItStandsAndByItsFields() {
    String line = "GET /x \"a\\\"b\"";

    assertThat(FieldsView.of(record(line, header -> header.message(0))).texts())
        .containsExactly(line, "a\"b");
  }

  @Test
  void ofALineWithAHeaderTheMessageIsSearched() {
    assertThat(FieldsView.of(record("header: text", header -> header.message(8))).texts())
        .containsExactly("a\"b", "text");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"agent\": 1}", " \t{\"agent\": 1}", "\n{}"})
  void namesInAnObjectAreNotSearched(String object) {
    assertThat(FieldsView.of(record(object, header -> {})).texts()).containsExactly("a\"b");
  }
}
