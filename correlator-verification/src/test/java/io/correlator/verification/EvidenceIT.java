package io.correlator.verification;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events as JSON lines: valid whatever the log says, and exact about where it says so. */
final class EvidenceIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a stranger may write into a log; Latin-1, so that each character is one byte. */
  private static final List<String> HOSTILE =
      List.of(
          Logs.FAILED_LOGIN,
          "Mar  1 07:14:04 gate sshd[2113]: Failed password for \",\"type\":\"Forged from 192.0.2.1",
          "Mar  1 07:14:05 gate p: \u001b[2J\u001b]0;title\u0007 \u0000\u0008\u007f\u0085",
          "Mar  1 07:14:06 gate p: \u00e2\u0080\u00ae right to left, \u00e2\u0080\u00a8 a new line",
          "Mar  1 07:14:07 gate p: half a character \u00e2\u0080",
          "Mar  1 07:14:08 gate p: a surrogate \u00ed\u00a0\u0080 in UTF-8",
          "Mar  1 07:14:09 gate p: \\ \\u0041 \\\" ' </script> ${jndi:x} %n\r",
          "{\"type\":\"Forged\"}",
          "",
          "\u00ff\u00fe\u00ff",
          "\u00ef\u00bf\u00bd stood there already",
          "no line end");

  @TempDir Path folder;

  @Test
  void everyLineIsAnObjectWithAllMembers() throws IOException {
    Path log = Logs.bytes(folder.resolve("hostile.log"), String.join("\n", HOSTILE));

    List<JsonNode> events = process("report", log);

    assertThat(events).hasSize(HOSTILE.size());
    assertThat(events)
        .allSatisfy(
            event -> {
              assertThat(event.fieldNames())
                  .toIterable()
                  .containsExactly(
                      "type",
                      "timestamp",
                      "severity",
                      "origin",
                      "id",
                      "summary",
                      "fields",
                      "evidence");
              assertThat(event.get("type").textValue()).isEqualTo("RecordReported");
              assertThat(event.get("origin").textValue()).isEqualTo("report");
              assertThat(event.get("fields").isObject()).isTrue();
              assertThat(event.get("evidence")).hasSize(1);
              assertThat(event.get("evidence").get(0).fieldNames())
                  .toIterable()
                  .startsWith("source", "offset", "line", "raw");
            });
  }

  @Test
  void nothingThatDoesNotShowIsWrittenAsItIs() throws IOException {
    Path log = Logs.bytes(folder.resolve("hostile.log"), String.join("\n", HOSTILE));

    Command.Result result = run("report", log);

    assertThat(result.out())
        .matches(text -> text.chars().allMatch(c -> c == '\n' || (c >= ' ' && c != 0x7f)))
        .doesNotContain("\u0085", "\u202e", "\u2028");
  }

  @Test
  void offsetsLinesAndBytesAreExactlyThoseOfTheFile() throws IOException {
    Path log = Logs.bytes(folder.resolve("hostile.log"), String.join("\n", HOSTILE));

    assertEvidenceIsIn(log, process("report", log));
  }

  @Test
  void offsetsAreExactInAFileOfManyBlocks() throws IOException {
    Random random = new Random(7);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      text.append("Mar  1 07:14:03 gate p[").append(i).append("]: ");
      text.append("x".repeat(random.nextInt(40))).append(i % 3 == 0 ? "\r\n" : "\n");
    }
    Path log = Logs.bytes(folder.resolve("many.log"), text.toString());

    List<JsonNode> events = process("report", log);

    assertThat(events).hasSize(20_000);
    assertEvidenceIsIn(log, events);
  }

  @Test
  void anAlarmNamesTheLinesBehindIt() throws IOException {
    Path log = Logs.repeat(folder.resolve("a.log"), Logs.FAILED_LOGIN, 3);

    List<JsonNode> events = process("sshd,threshold=3", log);

    JsonNode alarm =
        events.stream()
            .filter(event -> event.get("type").textValue().equals("SshLoginTriesExceeded"))
            .findFirst()
            .orElseThrow();
    assertThat(alarm.get("evidence")).hasSize(3);
    assertEvidenceIsIn(log, List.of(alarm));
  }

  private static void assertEvidenceIsIn(Path log, List<JsonNode> events) throws IOException {
    byte[] file = Files.readAllBytes(log);
    List<Integer> starts = starts(file);
    for (JsonNode event : events) {
      for (JsonNode record : event.get("evidence")) {
        byte[] raw = raw(record);
        int offset = record.get("offset").intValue();
        assertThat(record.get("source").textValue()).isEqualTo(log.toString());
        assertThat(offset).isEqualTo(starts.get(record.get("line").intValue() - 1));
        assertThat(Arrays.copyOfRange(file, offset, offset + raw.length)).isEqualTo(raw);
        assertThat(isLineEnd(file, offset + raw.length)).isTrue();
      }
    }
  }

  private static boolean isLineEnd(byte[] file, int at) {
    return at == file.length || file[at] == '\n' || (file[at] == '\r' && file[at + 1] == '\n');
  }

  private static byte[] raw(JsonNode record) throws IOException {
    return record.has("rawBase64")
        ? record.get("rawBase64").binaryValue()
        : record.get("raw").textValue().getBytes(StandardCharsets.UTF_8);
  }

  private static List<Integer> starts(byte[] file) {
    List<Integer> starts = new ArrayList<>(List.of(0));
    for (int i = 0; i < file.length; i++) {
      if (file[i] == '\n') {
        starts.add(i + 1);
      }
    }
    return starts;
  }

  private static List<JsonNode> process(String module, Path log) throws IOException {
    List<JsonNode> events = new ArrayList<>();
    for (String line : run(module, log).outLines()) {
      events.add(JSON.readTree(line));
    }
    return events;
  }

  private static Command.Result run(String module, Path log) {
    return Checkout.shared()
        .correlator("process", "--module", module, "--output", "jsonl", log)
        .run();
  }
}
