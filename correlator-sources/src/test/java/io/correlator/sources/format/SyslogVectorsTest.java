package io.correlator.sources.format;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.correlator.api.LogRecord;
import io.correlator.api.source.FormatContext;
import io.correlator.api.source.RecordFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Compares with messages that other implementations were tested with, if they are at hand: a file
 * with one JSON object per line. All must agree, but those about which was decided otherwise.
 */
class SyslogVectorsTest {
  private static final String FILE = "syslog/vectors.jsonl";

  private static final String BLANKS = "of several blanks before a message, the first is left out";
  private static final String TAG = "a tag ends with a colon or has brackets";

  /** Where implementations differ, and what was decided here; see docs/decisions.md. */
  private static final Map<String, String> DECIDED =
      Map.ofEntries(
          entry("syslog-loose-parse_rsyslog-1", BLANKS),
          entry("syslog-loose-parse_3164_invalid_structured_data-1", BLANKS),
          entry("syslog-loose-parse_3164_no_tag-1", BLANKS),
          entry("syslog-loose-rsyslog_omfwd_tcp_default-1", BLANKS),
          entry("syslog-loose-rsyslog_omfwd_tcp_forward_format-1", BLANKS),
          entry("syslog-loose-parse_european_chars-1", TAG),
          entry("syslog-loose-parse_invalid_message-1", "text without any header is flagged"),
          entry("syslog-loose-handles_incorrect_sd_element-1", "broken data ends nowhere for sure"),
          entry("rsyslog-parse1-05", TAG),
          entry("rsyslog-parse1-11", TAG),
          entry("rsyslog-parse1-12", TAG),
          entry("rsyslog-parse1-13", TAG),
          entry("rsyslog-parse1-21", "a year behind the time is no host"),
          entry("rsyslog-parse1-22", TAG),
          entry("rsyslog-parse1-27", TAG),
          entry("rsyslog-parse3-1", TAG),
          entry("rsyslog-nodate-2", "text without any header has neither host nor tag"));

  @Test
  void readsEveryMessageAsItsFormatSaysOrAsWasDecided() throws IOException {
    Map<String, Integer> agreed = new TreeMap<>();
    Map<String, List<String>> differing = new TreeMap<>();
    List<String> wrong = new ArrayList<>();
    for (JsonNode vector : Corpora.jsonLines(FILE)) {
      boolean valid = vector.get("valid").asBoolean();
      String kind =
          String.join(
              " ",
              vector.get("format").asText(),
              vector.get("strictness").asText(),
              valid ? "valid" : "invalid");
      Optional<String> difference = difference(vector, valid);
      agreed.merge(kind, difference.isEmpty() ? 1 : 0, Integer::sum);
      String id = vector.get("id").asText();
      if (difference.isPresent()) {
        differing.computeIfAbsent(kind, key -> new ArrayList<>()).add(id);
      }
      // What the grammar forbids is for the strict parser; this one reads some of it.
      if (difference.isPresent() != DECIDED.containsKey(id) && !kind.endsWith("strict invalid")) {
        wrong.add(difference.orElse(id + ": decided otherwise, but there is no difference"));
      }
    }
    agreed.forEach(
        (kind, count) ->
            System.out.printf(
                "%s: %d agree, not %s%n", kind, count, differing.getOrDefault(kind, List.of())));
    assertThat(wrong).isEmpty();
  }

  /** What is not as expected; empty if all is well. */
  private static Optional<String> difference(JsonNode vector, boolean valid) {
    RecordFormat format =
        vector.get("format").asText().equals("rfc5424") ? new Rfc5424Format() : new Rfc3164Format();
    LogRecord record = Line.read(format, context(vector), input(vector));
    String found = record.failure().map(Object::toString).orElse("read well");
    if (!valid) {
      return difference(vector, "a failure", record.failure().isPresent() ? "a failure" : found);
    }
    JsonNode expected = vector.get("expected");
    return difference(vector, "read well", found)
        .or(
            () ->
                expected.path("pri").isNull()
                    ? Optional.empty() // Only known to be valid.
                    : differenceInParts(vector, expected, record));
  }

  /** Where the line says neither zone nor year, those in which the expectation was written. */
  private static FormatContext context(JsonNode vector) {
    JsonNode expected = vector.path("expected");
    if (!expected.hasNonNull("timestamp")) {
      return Line.CONTEXT;
    }
    OffsetDateTime time = OffsetDateTime.parse(text(expected, "timestamp"));
    return new FormatContext(time.getOffset(), time.toInstant());
  }

  /** The zone that the line itself names. */
  private static ZoneOffset zone(JsonNode vector) {
    Matcher zone =
        Pattern.compile("T[0-9:.]+(Z|[+-]\\d\\d:\\d\\d)").matcher(vector.path("input").asText());
    return zone.find() ? ZoneOffset.of(zone.group(1)) : ZoneOffset.UTC;
  }

  static byte[] input(JsonNode vector) {
    return vector.has("input_b64")
        ? Base64.getDecoder().decode(vector.get("input_b64").asText())
        : vector.get("input").asText().getBytes(StandardCharsets.UTF_8);
  }

  private static Optional<String> differenceInParts(
      JsonNode vector, JsonNode expected, LogRecord record) {
    return difference(vector, text(expected, "hostname"), record.host().orElse(""))
        .or(() -> difference(vector, program(expected), record.program().orElse("")))
        .or(() -> difference(vector, text(expected, "procId"), record.processId().orElse("")))
        .or(() -> difference(vector, message(expected), record.message()))
        .or(() -> difference(vector, time(expected), time(vector, expected, record)));
  }

  private static Optional<String> difference(JsonNode vector, String expected, String found) {
    return expected.equals(found)
        ? Optional.empty()
        : Optional.of(
            "%s: expected [%s], found [%s] in %s"
                .formatted(
                    vector.get("id").asText(), expected, found, vector.path("input").asText()));
  }

  private static String program(JsonNode expected) {
    return text(expected, expected.has("programname") ? "programname" : "appName");
  }

  /** The byte order mark is no part of our messages, nor is the blank that rsyslog keeps. */
  private static String message(JsonNode expected) {
    JsonNode encoded = expected.path("message").path("b64");
    if (encoded.isTextual()) {
      return new String(Base64.getDecoder().decode(encoded.asText()), StandardCharsets.UTF_8);
    }
    boolean rsyslog = expected.has("msg_as_rsyslog");
    String message = text(expected, rsyslog ? "msg_as_rsyslog" : "message");
    String plain = message.startsWith("\ufeff") ? message.substring(1) : message;
    return rsyslog && plain.startsWith(" ") ? plain.substring(1) : plain;
  }

  private static String time(JsonNode expected) {
    if (expected.hasNonNull("timestamp")) {
      return OffsetDateTime.parse(text(expected, "timestamp")).toInstant().toString();
    }
    return text(expected, "timestampNoYear");
  }

  private static String time(JsonNode vector, JsonNode expected, LogRecord record) {
    if (expected.hasNonNull("timestamp")) {
      return record.timestamp().plusNanos(nanosBeyondMillis(expected)).toString();
    }
    return expected.hasNonNull("timestampNoYear")
        ? DateTimeFormatter.ofPattern("MM-dd'T'HH:mm:ss", Locale.ROOT)
            .format(record.timestamp().atOffset(zone(vector)))
        : "";
  }

  private static long nanosBeyondMillis(JsonNode expected) {
    return OffsetDateTime.parse(text(expected, "timestamp")).getNano() % 1_000_000;
  }

  private static String text(JsonNode expected, String name) {
    return expected.path(name).asText("").equals("null") ? "" : expected.path(name).asText("");
  }
}
