package io.correlator.sources.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonCorporaTest {
  private static final ObjectMapper JACKSON = new ObjectMapper();

  /** An object of a list is a record, and whether the list is ever closed is not known by then. */
  private static final String OBJECT_OF_OPEN_LIST = "n_array_unclosed_with_object_inside.json";

  @Test
  void readsWhatIsJsonAndRefusesWhatIsNot() throws IOException {
    List<String> wrong = new ArrayList<>();
    int read = 0;
    for (Path file : JsonCorpora.files("json/test_parsing", name -> name.endsWith(".json"))) {
      String name = file.getFileName().toString();
      LogRecord record = Line.read(new JsonFormat(), Line.CONTEXT, Files.readAllBytes(file));
      record.fields();
      record.message();
      boolean asExpected =
          switch (name.charAt(0)) {
            case 'y' -> record.failure().isEmpty();
            case 'n' -> record.failure().isPresent() || name.equals(OBJECT_OF_OPEN_LIST);
            default -> true;
          };
      if (!asExpected) {
        wrong.add(name);
      }
      read++;
    }

    assertThat(wrong).isEmpty();
    assertThat(read).isGreaterThanOrEqualTo(318);
  }

  @Test
  void givesNaughtyStringsBackAsTheyWere() throws IOException {
    for (Path file : JsonCorpora.files("naughty-strings", name -> name.equals("blns.json"))) {
      for (JsonNode each : JACKSON.readTree(file.toFile())) {
        String text = each.asText();
        String line = JACKSON.createObjectNode().put("message", text).put(text, 1).toString();
        LogRecord record = Line.read(new AutoFormat(), line);

        assertThat(record.failure()).as(line).isEmpty();
        assertThat(record.message()).isEqualTo(text);
        assertThat(record.fields().text("message")).contains(text.equals("message") ? "1" : text);
        assertThat(record.fields().has(text)).isTrue();
      }
    }
  }

  @Test
  void givesEachEventTheFieldsThatAnotherReaderFinds() throws IOException {
    int events = 0;
    for (Path file :
        JsonCorpora.files(
            "windows-events", name -> name.endsWith(".jsonl") && !name.equals("index.jsonl"))) {
      for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        LogRecord record = Line.read(new AutoFormat(), line);
        JsonNode node = JACKSON.readTree(line);

        assertThat(record.failure()).as(line).isEmpty();
        assertThat(record.is(LogRecord.Flag.TIME_FALLBACK)).as(line).isFalse();
        assertThat(record.host()).as(line).isPresent();
        assertThat(record.program()).as(line).isPresent();
        Fields fields = record.fields();
        assertThat(fields.text("EventID")).as(line).isPresent();
        assertThat(fields.text("Channel")).as(line).isPresent();
        assertThat(fields.text("Computer")).as(line).isPresent();
        assertThat(fields.text("Provider_Name")).as(line).isPresent();
        assertSame(node, Line.read(new JsonFormat(), line).fields());
        events++;
      }
    }

    assertThat(events).isEqualTo(5061 + 4431);
  }

  static void assertSame(JsonNode node, Object value) {
    if (node.isObject()) {
      Fields fields = (Fields) value;
      assertThat(fields.size()).isEqualTo(node.size());
      node.properties().forEach(it -> assertSame(it.getValue(), only(fields, it.getKey())));
    } else if (node.isArray()) {
      List<?> list = (List<?>) value;
      assertThat(list).hasSize(node.size());
      for (int i = 0; i < list.size(); i++) {
        assertSame(node.get(i), list.get(i));
      }
    } else {
      assertThat(value.toString()).isEqualTo(node.asText());
    }
  }

  /** The member itself, without a look at paths. */
  private static Object only(Fields fields, String name) {
    List<Object> found = new ArrayList<>();
    fields.forEach(
        (key, value) -> {
          if (key.equals(name)) {
            found.add(value);
          }
        });
    assertThat(found).as(name).hasSize(1);
    return found.get(0);
  }
}
