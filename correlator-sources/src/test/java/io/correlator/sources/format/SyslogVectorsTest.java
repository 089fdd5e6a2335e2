package io.correlator.sources.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.correlator.api.LogRecord;
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
import org.junit.jupiter.api.Test;

/**
 * Compares with messages that other implementations were tested with, if they are at hand: a file
 * with one JSON object per line. The strict ones must agree; how many of the others do is printed,
 * with those that do not.
 */
class SyslogVectorsTest {
  private static final String FILE = "syslog/vectors.jsonl";

  @Test
  void readsEveryStrictlyValidMessageAsItsFormatSays() throws IOException {
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
      if (difference.isPresent()) {
        differing.computeIfAbsent(kind, key -> new ArrayList<>()).add(vector.get("id").asText());
        wrong.addAll(kind.endsWith("strict valid") ? difference.stream().toList() : List.of());
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
    byte[] input =
        vector.has("input_b64")
            ? Base64.getDecoder().decode(vector.get("input_b64").asText())
            : vector.get("input").asText().getBytes(StandardCharsets.UTF_8);
    LogRecord record = Line.read(format, Line.CONTEXT, input);
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

  private static Optional<String> differenceInParts(
      JsonNode vector, JsonNode expected, LogRecord record) {
    return difference(vector, text(expected, "hostname"), record.host().orElse(""))
        .or(() -> difference(vector, program(expected), record.program().orElse("")))
        .or(() -> difference(vector, text(expected, "procId"), record.processId().orElse("")))
        .or(() -> difference(vector, message(expected), record.message()))
        .or(() -> difference(vector, time(expected), time(expected, record)));
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

  private static String time(JsonNode expected, LogRecord record) {
    if (expected.hasNonNull("timestamp")) {
      return record.timestamp().plusNanos(nanosBeyondMillis(expected)).toString();
    }
    return expected.hasNonNull("timestampNoYear")
        ? DateTimeFormatter.ofPattern("MM-dd'T'HH:mm:ss", Locale.ROOT)
            .format(record.timestamp().atOffset(ZoneOffset.UTC))
        : "";
  }

  private static long nanosBeyondMillis(JsonNode expected) {
    return OffsetDateTime.parse(text(expected, "timestamp")).getNano() % 1_000_000;
  }

  private static String text(JsonNode expected, String name) {
    return expected.path(name).asText("").equals("null") ? "" : expected.path(name).asText("");
  }
}
