package io.correlator.core.delivery;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import io.correlator.api.EmittedEvent;
import io.correlator.core.codec.EventJson;
import io.correlator.core.codec.EventReader;
import io.correlator.core.codec.EventWriter;
import io.correlator.core.codec.JsonObject;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A dead letter as one line of JSON. */
final class DeadLetterLine {
  private DeadLetterLine() {}

  /** The line, without its end. */
  static String of(DeadLetter letter) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = EventJson.factory().createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("listener", letter.listener());
      json.writeStringField("reason", letter.reason().toString());
      json.writeNumberField("attempts", letter.attempts());
      json.writeStringField("error", letter.error());
      json.writeStringField("time", letter.time().toString());
      json.writeFieldName("event");
      EventWriter.write(letter.event(), json);
      json.writeEndObject();
    }
    return text.toString();
  }

  /**
   * The letter of a line.
   *
   * @throws IOException if it is none
   */
  static DeadLetter read(String line) throws IOException {
    try (JsonParser json = EventJson.factory().createParser(line)) {
      Parts parts = new Parts();
      return JsonObject.reading(
          "a dead letter",
          () -> {
            JsonObject.forEachMember(json, parts::readMember);
            return parts.letter();
          });
    }
  }

  /** What was read of a letter so far. */
  private static final class Parts {
    private @Nullable String listener;
    private DeadLetter.@Nullable Reason reason;
    private int attempts;
    private String error = "";
    private @Nullable Instant time;
    private @Nullable EmittedEvent event;

    private void readMember(String name, JsonParser json) throws IOException {
      switch (name) {
        case "listener" -> listener = JsonObject.text(json);
        case "reason" -> reason = reason(JsonObject.text(json));
        case "attempts" -> attempts = json.getIntValue();
        case "error" -> error = JsonObject.text(json);
        case "time" -> time = Instant.parse(JsonObject.text(json));
        case "event" -> event = EventReader.read(json);
        default -> json.skipChildren();
      }
    }

    private static DeadLetter.Reason reason(String name) {
      return DeadLetter.Reason.named(name)
          .orElseThrow(() -> new IllegalArgumentException("unknown reason '" + name + "'"));
    }

    private DeadLetter letter() {
      return new DeadLetter(
          JsonObject.required("listener", listener),
          JsonObject.required("reason", reason),
          attempts,
          error,
          JsonObject.required("time", time),
          JsonObject.required("event", event));
    }
  }
}
