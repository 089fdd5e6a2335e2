package io.correlator.core.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import io.correlator.api.AuditEvent;
import io.correlator.api.AuditSchema;
import io.correlator.api.EmittedEvent;
import io.correlator.api.Event;
import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Writes an event as one JSON object with everything a listener can see of it, for {@link
 * EventReader}.
 *
 * <p>It is ASCII, on one line, and safe to show in a terminal. {@code fields} is an array of names
 * and values in turn, because a JSON parser refuses names that are not well-formed, and an attacker
 * may choose such. A text, a whole number, a number with a fraction, true or false, and a list
 * stand for themselves; every other value is an object with one member that names its type: {@code
 * {"instant":"..."}}, {@code {"duration":"PT5M"}}, {@code {"double":"NaN"}}, {@code
 * {"fields":[...]}}. The raw line of a record is text ({@code raw}) if it is valid UTF-8, and
 * otherwise {@code rawBase64}. May be used by any thread.
 */
public final class EventWriter {
  private EventWriter() {}

  /**
   * The object, without a line end.
   *
   * @throws UncheckedIOException if the event's fields are nested too deeply
   */
  public static String write(EmittedEvent event) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = EventJson.factory().createGenerator(text)) {
      write(event, json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /**
   * Writes the object where {@code json} stands.
   *
   * @param json made by {@link EventJson#factory()}, on a {@link java.io.Writer}
   */
  public static void write(EmittedEvent event, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", event.id());
    json.writeStringField("origin", event.origin());
    json.writeStringField("type", event.type());
    json.writeStringField("timestamp", event.timestamp().toString());
    json.writeStringField("severity", event.severity().toString());
    json.writeStringField("summary", event.summary());
    json.writeFieldName("fields");
    write(event.fields(), json);
    writeMainFields(event.mainFields(), json);
    writeSchema(event.event(), json);
    json.writeArrayFieldStart("evidence");
    for (LogRecord record : event.evidence()) {
      RecordJson.write(record, json);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void writeMainFields(List<String> names, JsonGenerator json) throws IOException {
    if (!names.isEmpty()) {
      json.writeArrayFieldStart("mainFields");
      for (String name : names) {
        json.writeString(name);
      }
      json.writeEndArray();
    }
  }

  private static void writeSchema(Event event, JsonGenerator json) throws IOException {
    if (event instanceof AuditEvent audit) {
      json.writeObjectFieldStart("schema");
      json.writeStringField("type", audit.schema().type());
      json.writeArrayFieldStart("columns");
      for (AuditSchema.Column column : audit.schema().columns()) {
        json.writeStartObject();
        json.writeStringField("name", column.name());
        json.writeStringField("kind", column.kind().name());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  static void write(Fields fields, JsonGenerator json) throws IOException {
    json.writeStartArray();
    try {
      fields.forEach(
          (name, value) -> {
            try {
              json.writeString(name);
              writeValue(value, json);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    json.writeEndArray();
  }

  private static void writeValue(Object value, JsonGenerator json) throws IOException {
    if (value instanceof String text) {
      json.writeString(text);
    } else if (value instanceof Long number) {
      json.writeNumber(number);
    } else if (value instanceof Boolean bool) {
      json.writeBoolean(bool);
    } else if (value instanceof Double number && Double.isFinite(number)) {
      json.writeNumber(number);
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      for (Object element : list) {
        writeValue(element, json);
      }
      json.writeEndArray();
    } else if (value == Fields.NULL) {
      json.writeNull();
    } else {
      json.writeStartObject();
      writeNamed(value, json);
      json.writeEndObject();
    }
  }

  private static void writeNamed(Object value, JsonGenerator json) throws IOException {
    if (value instanceof Fields nested) {
      json.writeFieldName("fields");
      write(nested, json);
    } else {
      // Double, Instant or Duration: all that is left of what fields can hold.
      json.writeStringField(
          value.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT), value.toString());
    }
  }
}
