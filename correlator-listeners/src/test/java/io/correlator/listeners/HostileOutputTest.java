package io.correlator.listeners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.correlator.api.AuditSchema;
import io.correlator.api.EmittedEvent;
import io.correlator.api.Event;
import io.correlator.api.Fields;
import io.correlator.api.Printable;
import io.correlator.api.listener.Listener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand texts that an attacker might write to a log, in every output. */
class HostileOutputTest {
  private static final int TEXTS = 10_000;

  private static final List<String> PIECES =
      List.of(
          "=1+1",
          "+",
          "-",
          "@SUM(A1)",
          "\t",
          "\r",
          "\n",
          "\r\n",
          "\"",
          "\"\"",
          "'",
          ",",
          ";",
          "|",
          "\u0000",
          "\u001b[2J",
          "\u001b]0;x\u0007",
          "\u007f",
          "\u0085",
          "\u009b",
          "\u2028",
          "\u2029",
          "\u202e",
          "\u2066",
          "\u200b",
          "\ufeff",
          "\uff1d1",
          "\uff0b",
          "\uff0d",
          "\uff20",
          "${jndi:ldap://192.0.2.1/a}",
          "{}",
          "%n%s",
          "\\",
          "\\u000a",
          "=",
          "key=value",
          "root",
          " ",
          "<script>",
          "\ud83d\ude00",
          "\u00e9");

  @TempDir Path folder;

  private static List<String> texts() {
    Random random = new Random(20260301);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < TEXTS; i++) {
      StringBuilder text = new StringBuilder();
      for (int pieces = random.nextInt(6); pieces >= 0; pieces--) {
        text.append(PIECES.get(random.nextInt(PIECES.size())));
      }
      texts.add(text.toString());
    }
    return texts;
  }

  private static EmittedEvent event(String text) {
    return EmittedEvent.causedByTime(
        Samples.TIME,
        text,
        Event.error(text).summary(text).field(text, text).build(Samples.TIME),
        0);
  }

  private static byte[] written(Listener listener, ByteArrayOutputStream out) throws Exception {
    listener.open();
    for (String text : texts()) {
      listener.accept(event(text));
    }
    listener.close();
    return out.toByteArray();
  }

  private static void assertOneLineEach(byte[] bytes) {
    int lines = 0;
    for (byte b : bytes) {
      lines += b == '\n' ? 1 : 0;
      assertThat(b == '\n' || b < 0 || (b >= ' ' && b != 0x7f)).isTrue();
    }
    assertThat(lines).isEqualTo(TEXTS);
    assertThat(new String(bytes, StandardCharsets.UTF_8).codePoints())
        .allMatch(c -> c == '\n' || Printable.isShown(c));
  }

  @Test
  void textHasOneLinePerEventAndNothingThatSteers() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    assertOneLineEach(written(TextListener.to(out, TextListener.Colour.NONE), out));
  }

  @Test
  void jsonHasOneLinePerEventAndGivesTheTextBack() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    byte[] bytes = written(JsonLinesListener.to(out), out);

    assertOneLineEach(bytes);
    List<String> summaries = new ArrayList<>();
    for (String line : new String(bytes, StandardCharsets.UTF_8).lines().toList()) {
      JsonNode json = new ObjectMapper().readTree(line);
      summaries.add(json.get("summary").textValue());
    }
    assertThat(summaries).isEqualTo(texts());
  }

  @Test
  void noCsvFieldStartsAFormulaAndPythonReadsAllOfThem() throws Exception {
    AuditSchema schema = AuditSchema.builder("Row").text("a").text("b").build();
    CsvListener listener = CsvListener.builder().directory(folder).maxSize(0).build();
    listener.open();
    List<String> texts = texts();
    for (String text : texts) {
      listener.accept(
          Samples.row(schema, Fields.builder().put("a", text).put("b", "x" + text).build()));
    }
    listener.close();

    List<List<String>> rows = python(folder.resolve("Row.csv"));

    assertThat(rows).hasSize(TEXTS + 1);
    for (int i = 0; i < TEXTS; i++) {
      String a = rows.get(i + 1).get(4);
      String b = rows.get(i + 1).get(5);
      assertThat(a.startsWith("'") ? a.substring(1) : a).isEqualTo(texts.get(i));
      assertThat(a).doesNotMatch("(?s)[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20].*");
      assertThat(b).isEqualTo("x" + texts.get(i));
    }
  }

  /** What Python's csv module makes of a file: each field as hexadecimal digits. */
  private List<List<String>> python(Path csv) throws IOException, InterruptedException {
    String script =
        """
        import csv, sys
        for row in csv.reader(open(sys.argv[1], newline='', encoding='utf-8'), strict=True):
            print(','.join(cell.encode('utf-8').hex() for cell in row))
        """;
    Path out = folder.resolve("python.out");
    Process process;
    try {
      process =
          new ProcessBuilder("python3", "-c", script, csv.toString())
              .redirectOutput(out.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
    } catch (IOException e) {
      assumeThat(e).as("python3 is not installed").isNull();
      throw e;
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    List<List<String>> rows = new ArrayList<>();
    for (String line : Files.readAllLines(out)) {
      List<String> row = new ArrayList<>();
      for (String cell : line.split(",", -1)) {
        row.add(new String(java.util.HexFormat.of().parseHex(cell), StandardCharsets.UTF_8));
      }
      rows.add(row);
    }
    return rows;
  }
}
