package io.correlator.core.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.correlator.api.Fields;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Values as {@link EventWriter} writes them. */
final class FieldsReader {
  private FieldsReader() {}

  static Fields read(JsonParser json) throws IOException {
    Fields.Builder fields = Fields.builder();
    JsonObject.forEachElement(
        json,
        element -> {
          String name = JsonObject.text(element);
          element.nextToken();
          fields.put(name, readValue(element));
        });
    return fields.build();
  }

  private static Object readValue(JsonParser json) throws IOException {
    JsonToken token = json.currentToken();
    return switch (token) {
      case VALUE_STRING -> json.getText();
      case VALUE_NUMBER_INT -> json.getLongValue();
      case VALUE_NUMBER_FLOAT -> Double.parseDouble(json.getText());
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> Fields.NULL;
      case START_ARRAY -> {
        List<Object> list = new ArrayList<>();
        JsonObject.forEachElement(json, element -> list.add(readValue(element)));
        yield list;
      }
      case START_OBJECT -> readNamed(json);
      default -> throw new IllegalArgumentException("a field cannot be " + token);
    };
  }

  private static Object readNamed(JsonParser json) throws IOException {
    Object[] value = new Object[1];
    JsonObject.forEachMember(json, (name, member) -> value[0] = readNamed(name, member));
    return JsonObject.required("value", value[0]);
  }

  private static Object readNamed(String type, JsonParser json) throws IOException {
    return switch (type) {
      case "fields" -> read(json);
      case "instant" -> Instant.parse(JsonObject.text(json));
      case "duration" -> Duration.parse(JsonObject.text(json));
      case "double" -> Double.parseDouble(JsonObject.text(json));
      default -> throw new IllegalArgumentException("unknown type of value '" + type + "'");
    };
  }
}
