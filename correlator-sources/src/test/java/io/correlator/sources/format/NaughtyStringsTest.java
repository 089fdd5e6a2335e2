package io.correlator.sources.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.correlator.api.LogRecord;
import io.correlator.api.source.RecordFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What someone has collected because it breaks programs, where clients can put it into a log. */
class NaughtyStringsTest {
  private static final List<RecordFormat> FORMATS =
      List.of(
          new AutoFormat(),
          new SyslogFormat(),
          new StrictRfc5424Format(),
          new TimedFormat(),
          new AccessFormat(),
          new AuditFormat(),
          new LogfmtFormat(),
          new PlainFormat(),
          new JsonFormat(),
          new WindowsJsonFormat());

  private static final List<String> STRINGS = new ArrayList<>();

  @BeforeAll
  static void readStrings() throws IOException {
    JsonNode all = new ObjectMapper().readTree(Corpora.file("naughty-strings/blns.json").toFile());
    all.forEach(each -> STRINGS.add(new String(each.asText().getBytes(UTF_8), UTF_8)));
    assertThat(STRINGS).hasSizeGreaterThan(500);
  }

  @Test
  void eachIsALineThatMakesARecord() {
    for (String string : STRINGS) {
      for (RecordFormat format : FORMATS) {
        LogRecord record = Line.read(format, string);
        assertThat(record.raw()).isEqualTo(string);
        assertThatNoException().isThrownBy(record::fields);
      }
    }
  }

  @Test
  void eachComesBackFromAnAccessLog() {
    for (String string : STRINGS) {
      String line =
          "192.0.2.1 - - [10/Oct/2025:13:55:36 +0000] \"GET / HTTP/1.1\" 200 7 \"-\" \"%s\""
              .formatted(asApache(string));
      LogRecord record = Line.read(new AutoFormat(), line);

      assertThat(record.fields().text("cs-user-agent").orElse("-"))
          .isEqualTo(string.isEmpty() ? "-" : string);
      assertThat(record.fields().text("c-ip")).contains("192.0.2.1");
      assertThat(record.timestamp()).isEqualTo("2025-10-10T13:55:36Z");
    }
  }

  @Test
  void eachComesBackFromTheAuditLog() {
    for (String string : STRINGS) {
      StringBuilder hex = new StringBuilder();
      for (byte b : string.getBytes(UTF_8)) {
        hex.append(String.format(Locale.ROOT, "%02X", b));
      }
      LogRecord record =
          Line.read(
              new AutoFormat(), "type=CWD msg=audit(1759127124.037:1): cwd=" + hex + " uid=0");

      assertThat(record.fields().text("cwd")).contains(string);
      assertThat(record.fields().text("uid")).contains("0");
    }
  }

  @Test
  void eachComesBackFromNamesAndValues() {
    for (String string : STRINGS) {
      String quoted = string.replace("\\", "\\\\").replace("\"", "\\\"");
      LogRecord record =
          Line.read(new AutoFormat(), "user=\"%s\" level=info uid=0".formatted(quoted));

      assertThat(record.fields().text("user")).contains(string);
      assertThat(record.fields().text("uid")).contains("0");
    }
  }

  /** As Apache and nginx write what a client has sent. */
  private static String asApache(String text) {
    StringBuilder escaped = new StringBuilder();
    for (byte b : text.getBytes(UTF_8)) {
      if (b == '"' || b == '\\') {
        escaped.append('\\').append((char) b);
      } else if (b < ' ' || b == 0x7f) {
        escaped.append(String.format(Locale.ROOT, "\\x%02x", b));
      } else {
        escaped.append((char) b);
      }
    }
    return escaped.toString();
  }
}
