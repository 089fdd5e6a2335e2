package io.correlator.verification.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.correlator.api.Fields;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Windows events in JSON, nested as Windows writes them or flat, as flat fields. */
final class WindowsEvents {
  private static final ObjectMapper JSON = new ObjectMapper();

  private WindowsEvents() {}

  /** The events of a file, which is a stream of objects. */
  static List<Fields> read(Path file) {
    try (var values = JSON.readerFor(JsonNode.class).<JsonNode>readValues(file.toFile())) {
      List<Fields> events = new ArrayList<>();
      values.forEachRemaining(node -> events.add(flat(node)));
      return events;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Fields flat(JsonNode node) {
    Fields.Builder fields = Fields.builder();
    if (!node.has("Event")) {
      put(fields, node);
      return fields.build();
    }
    JsonNode event = node.get("Event");
    JsonNode system = event.path("System");
    system
        .properties()
        .forEach(
            part -> {
              JsonNode value = part.getValue();
              JsonNode text = value.isObject() ? value.path("#text") : value;
              value(text).ifPresent(some -> fields.put(part.getKey(), some));
              value
                  .path("#attributes")
                  .properties()
                  .forEach(
                      attribute ->
                          value(attribute.getValue())
                              .ifPresent(
                                  some ->
                                      fields.put(part.getKey() + "_" + attribute.getKey(), some)));
            });
    put(fields, event.path("EventData"));
    event.path("UserData").forEach(wrapper -> put(fields, wrapper));
    return fields.build();
  }

  private static void put(Fields.Builder fields, JsonNode node) {
    node.properties()
        .forEach(
            entry -> {
              if (!entry.getKey().startsWith("#")) {
                value(entry.getValue())
                    .ifPresent(some -> fields.put(entry.getKey().replace(" ", ""), some));
              }
            });
  }

  private static Optional<Object> value(JsonNode node) {
    if (node.isNull() || node.isMissingNode()) {
      return Optional.empty();
    }
    if (node.isArray()) {
      return Optional.of(
          StreamSupport.stream(node.spliterator(), false)
              .flatMap(element -> value(element).stream())
              .toList());
    }
    if (node.isObject()) {
      Fields.Builder nested = Fields.builder();
      put(nested, node);
      return Optional.of(nested.build());
    }
    if (node.isIntegralNumber() && node.canConvertToLong()) {
      return Optional.of(node.asLong());
    }
    return node.isBoolean() ? Optional.of(node.asBoolean()) : Optional.of(node.asText());
  }
}
