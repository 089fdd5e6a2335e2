package io.correlator.listeners;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.correlator.api.EmittedEvent;
import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.Slice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * An event as one JSON object on one line, as {@link JsonLinesListener} writes it.
 *
 * <p>Its members are, always and in this order: {@code type}, {@code timestamp}, {@code severity},
 * {@code origin}, {@code id}, {@code summary}, {@code fields} (an object) and {@code evidence} (an
 * array). The {@linkplain io.correlator.api.Event#mainFields() main fields} of an event stand
 * before {@code fields} as members of their own, and not in it, unless they are called like one of
 * the others. A record of the evidence has {@code source}, {@code offset}, {@code line} if its
 * source has lines, {@code raw}, {@code rawBase64} if the line is not valid UTF-8 (its exact bytes,
 * since {@code raw} then shows U+FFFD in places), and {@code failure} if the line could not be
 * read.
 *
 * <p>Instants and durations are ISO 8601 text, numbers that JSON does not know ({@code NaN} and the
 * infinities) are text too. Characters that do not show are escaped, so the JSON may be shown in a
 * terminal; a reader gets them back. Only a surrogate without a partner, which is no text and which
 * many readers refuse, becomes U+FFFD. May be used by any thread.
 */
public final class EventJson {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .build()
          .setCharacterEscapes(new JsonEscapes());

  /** What every event has. */
  private static final Set<String> MEMBERS =
      Set.of("type", "timestamp", "severity", "origin", "id", "summary", "fields", "evidence");

  private static final char REPLACEMENT = '\uFFFD';

  private EventJson() {}

  /**
   * The object, without a line end.
   *
   * @throws UncheckedIOException if the event's fields are nested too deeply for JSON readers
   */
  public static String render(EmittedEvent event) {
    Buffer buffer = new Buffer();
    try {
      write(event, buffer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text(buffer);
  }

  /** The JSON of one field's value; throws as {@link #render} does. */
  static String renderValue(Object value) {
    Buffer buffer = new Buffer();
    try (JsonGenerator json = generator(buffer)) {
      write(json, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text(buffer);
  }

  private static String text(Buffer buffer) {
    return new String(buffer.bytes(), 0, buffer.size(), StandardCharsets.UTF_8);
  }

  /** Writes the object, without a line end. If this throws, a part of it may have been written. */
  static void write(EmittedEvent event, Buffer out) throws IOException {
    try (JsonGenerator json = generator(out)) {
      json.writeStartObject();
      writeText(json, "type", event.type());
      json.writeStringField("timestamp", event.timestamp().toString());
      json.writeStringField("severity", event.severity().toString());
      writeText(json, "origin", event.origin());
      json.writeStringField("id", event.id());
      writeText(json, "summary", event.summary());
      Set<String> main = mainFields(event);
      write(json, event.fields(), main::contains);
      json.writeObjectFieldStart("fields");
      write(json, event.fields(), name -> !main.contains(name));
      json.writeEndObject();
      json.writeArrayFieldStart("evidence");
      for (LogRecord record : event.evidence()) {
        write(json, record);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static JsonGenerator generator(Buffer out) throws IOException {
    return FACTORY.createGenerator(out, JsonEncoding.UTF8);
  }

  private static void writeText(JsonGenerator json, String name, String text) throws IOException {
    json.writeStringField(name, WellFormed.of(text));
  }

  private static void write(JsonGenerator json, Object value) throws IOException {
    if (value instanceof String text) {
      json.writeString(WellFormed.of(text));
    } else if (value instanceof Long number) {
      json.writeNumber(number);
    } else if (value instanceof Boolean bool) {
      json.writeBoolean(bool);
    } else if (value instanceof Double number) {
      json.writeNumber(number);
    } else if (value instanceof Fields nested) {
      write(json, nested);
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      for (Object element : list) {
        write(json, element);
      }
      json.writeEndArray();
    } else if (value == Fields.NULL) {
      json.writeNull();
    } else {
      json.writeString(value.toString());
    }
  }

  private static void write(JsonGenerator json, Fields fields) throws IOException {
    json.writeStartObject();
    write(json, fields, name -> true);
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Fields fields, Predicate<String> names) {
    fields.forEach(
        (name, value) -> {
          try {
            if (names.test(name)) {
              json.writeFieldName(WellFormed.of(name));
              write(json, value);
            }
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static Set<String> mainFields(EmittedEvent event) {
    if (event.mainFields().isEmpty()) {
      return Set.of();
    }
    Set<String> names = new HashSet<>(event.mainFields());
    names.removeAll(MEMBERS);
    return names;
  }

  private static void write(JsonGenerator json, LogRecord record) throws IOException {
    String raw = record.raw();
    json.writeStartObject();
    writeText(json, "source", record.source());
    if (record.sender().isPresent()) {
      writeText(json, "sender", record.sender().get());
    }
    json.writeNumberField("offset", record.position());
    if (record.line() > 0) {
      json.writeNumberField("line", record.line());
    }
    json.writeStringField("raw", raw);
    if (raw.indexOf(REPLACEMENT) >= 0) {
      writeBytesUnlessSame(json, raw, record.rawSlice());
    }
    if (record.failure().isPresent()) {
      json.writeStringField("failure", record.failure().get().toString());
    }
    json.writeEndObject();
  }

  /** A replacement character may also have stood in the line itself: then the text is exact. */
  private static void writeBytesUnlessSame(JsonGenerator json, String raw, Slice exact)
      throws IOException {
    byte[] bytes = exact.toByteArray();
    if (!Arrays.equals(bytes, raw.getBytes(StandardCharsets.UTF_8))) {
      json.writeFieldName("rawBase64");
      json.writeBinary(bytes);
    }
  }
}
