package io.correlator.evtx;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Events as lines of JSON, in the form that tools for these files have in common: an element is a
 * member; its attributes are the member {@code #attributes}, and {@code #text} the text beside
 * them. {@code <Data Name="Image">} is the member {@code Image}. Members of the same name become a
 * list. For one thread.
 */
final class EventJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  private EventJson() {}

  /** Appends a line. */
  static void write(Element event, ByteArrayOutputStream out) throws IOException {
    // Not closed by the generator: others follow.
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      json.writeStartObject();
      json.writeFieldName(event.name());
      value(event, event.attributes(), json);
      json.writeEndObject();
    }
    out.write('\n');
  }

  private static void value(Element element, Map<String, Object> attributes, JsonGenerator json)
      throws IOException {
    boolean plain = attributes.isEmpty() && element.children().isEmpty();
    if (plain) {
      text(element.values(), json);
      return;
    }
    json.writeStartObject();
    if (!attributes.isEmpty()) {
      json.writeObjectFieldStart("#attributes");
      for (Map.Entry<String, Object> attribute : attributes.entrySet()) {
        json.writeFieldName(attribute.getKey());
        scalar(attribute.getValue(), json);
      }
      json.writeEndObject();
    }
    if (!element.values().isEmpty()) {
      json.writeFieldName("#text");
      text(element.values(), json);
    }
    members(element, json);
    json.writeEndObject();
  }

  private static void members(Element element, JsonGenerator json) throws IOException {
    Map<String, List<Element>> members = new LinkedHashMap<>();
    for (Element child : element.children()) {
      members.computeIfAbsent(key(child), name -> new ArrayList<>(1)).add(child);
    }
    for (Map.Entry<String, List<Element>> member : members.entrySet()) {
      json.writeFieldName(member.getKey());
      List<Element> same = member.getValue();
      if (same.size() == 1) {
        child(same.get(0), json);
      } else {
        json.writeStartArray();
        for (Element child : same) {
          child(child, json);
        }
        json.writeEndArray();
      }
    }
  }

  private static boolean isNamed(Element child) {
    return child.name().equals("Data")
        && child.attributes().get("Name") instanceof String name
        && !name.isEmpty();
  }

  private static String key(Element child) {
    return isNamed(child) ? String.valueOf(child.attributes().get("Name")) : child.name();
  }

  private static void child(Element child, JsonGenerator json) throws IOException {
    Map<String, Object> attributes = child.attributes();
    if (isNamed(child)) {
      attributes = new LinkedHashMap<>(attributes);
      attributes.remove("Name");
    }
    value(child, attributes, json);
  }

  private static void text(List<Object> values, JsonGenerator json) throws IOException {
    if (values.isEmpty()) {
      json.writeNull();
    } else if (values.size() == 1) {
      scalar(values.get(0), json);
    } else {
      StringBuilder text = new StringBuilder();
      values.forEach(text::append);
      json.writeString(text.toString());
    }
  }

  private static void scalar(Object value, JsonGenerator json) throws IOException {
    if (value instanceof Long number) {
      json.writeNumber(number);
    } else if (value instanceof BigInteger number) {
      json.writeNumber(number);
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (value instanceof Double number && Double.isFinite(number)) {
      json.writeNumber(number);
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      for (Object each : list) {
        scalar(each, json);
      }
      json.writeEndArray();
    } else {
      json.writeString(value.toString());
    }
  }
}
