package io.correlator.core.codec;

import com.fasterxml.jackson.core.JsonParser;
import io.correlator.api.AuditEvent;
import io.correlator.api.AuditSchema;
import io.correlator.api.EmittedEvent;
import io.correlator.api.Event;
import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.Severity;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads events that an {@link EventWriter} has written: to a listener they are what they were, ids
 * included. Only a class of the event's own is lost; an audit event is still one.
 *
 * <p>Members that it does not know are skipped, so that later versions may add some. May be used by
 * any thread.
 */
public final class EventReader {
  private EventReader() {}

  /**
   * The event of one object.
   *
   * @throws IOException if the text is no event; the message says why
   */
  public static EmittedEvent read(String text) throws IOException {
    try (JsonParser json = EventJson.factory().createParser(text)) {
      return read(json);
    }
  }

  /**
   * Reads the object at which {@code json} stands, or that comes next.
   *
   * @param json made by {@link EventJson#factory()}
   * @throws IOException if it is no event; the message says why
   */
  public static EmittedEvent read(JsonParser json) throws IOException {
    return JsonObject.reading("an event", () -> new Parts().read(json));
  }

  /** What was read of an event so far. */
  private static final class Parts {
    private @Nullable String id;
    private @Nullable String origin;
    private @Nullable String type;
    private @Nullable Instant timestamp;
    private @Nullable Severity severity;
    private @Nullable String summary;
    private Fields fields = Fields.empty();
    private final List<String> mainFields = new ArrayList<>();
    private @Nullable AuditSchema schema;
    private final List<LogRecord> evidence = new ArrayList<>();

    EmittedEvent read(JsonParser json) throws IOException {
      JsonObject.forEachMember(json, this::readMember);
      return EmittedEvent.restored(
          JsonObject.required("id", id), JsonObject.required("origin", origin), event());
    }

    private void readMember(String name, JsonParser json) throws IOException {
      switch (name) {
        case "id" -> id = JsonObject.text(json);
        case "origin" -> origin = JsonObject.text(json);
        case "type" -> type = JsonObject.text(json);
        case "timestamp" -> timestamp = Instant.parse(JsonObject.text(json));
        case "severity" -> severity = severity(JsonObject.text(json));
        case "summary" -> summary = JsonObject.text(json);
        case "fields" -> fields = FieldsReader.read(json);
        case "mainFields" ->
            JsonObject.forEachElement(json, element -> mainFields.add(JsonObject.text(element)));
        case "schema" -> schema = readSchema(json);
        case "evidence" ->
            JsonObject.forEachElement(json, element -> evidence.add(RecordJson.read(element)));
        default -> json.skipChildren();
      }
    }

    private Event event() {
      Instant time = JsonObject.required("timestamp", timestamp);
      Severity serious = JsonObject.required("severity", severity);
      String name = JsonObject.required("type", type);
      String line = JsonObject.required("summary", summary);
      AuditSchema columns = schema;
      return columns == null
          ? new PlainEvent(name, time, serious, line, fields, main(), List.copyOf(evidence))
          : new Row(columns, name, time, serious, line, fields, main(), List.copyOf(evidence));
    }

    private List<String> main() {
      return List.copyOf(mainFields);
    }
  }

  private static Severity severity(String name) {
    return Severity.named(name)
        .orElseThrow(() -> new IllegalArgumentException("unknown severity '" + name + "'"));
  }

  private static AuditSchema readSchema(JsonParser json) throws IOException {
    String[] type = new String[1];
    List<AuditSchema.Column> columns = new ArrayList<>();
    JsonObject.forEachMember(
        json,
        (name, value) -> {
          switch (name) {
            case "type" -> type[0] = JsonObject.text(value);
            case "columns" ->
                JsonObject.forEachElement(value, element -> columns.add(readColumn(element)));
            default -> value.skipChildren();
          }
        });
    return new AuditSchema(JsonObject.required("schema type", type[0]), columns);
  }

  private static AuditSchema.Column readColumn(JsonParser json) throws IOException {
    String[] parts = new String[2];
    JsonObject.forEachMember(
        json,
        (name, value) -> {
          switch (name) {
            case "name" -> parts[0] = JsonObject.text(value);
            case "kind" -> parts[1] = JsonObject.text(value);
            default -> value.skipChildren();
          }
        });
    return new AuditSchema.Column(
        JsonObject.required("name", parts[0]),
        AuditSchema.Kind.valueOf(JsonObject.required("kind", parts[1])));
  }

  /** An event that was no audit event. */
  private record PlainEvent(
      String type,
      Instant timestamp,
      Severity severity,
      String summary,
      Fields fields,
      List<String> mainFields,
      List<LogRecord> evidence)
      implements Event {}

  /** An audit event. */
  private record Row(
      AuditSchema schema,
      String type,
      Instant timestamp,
      Severity severity,
      String summary,
      Fields fields,
      List<String> mainFields,
      List<LogRecord> evidence)
      implements AuditEvent {}
}
