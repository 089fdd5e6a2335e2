package io.correlator.rules.testing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.correlator.rules.yaml.YamlNode;
import io.correlator.rules.yaml.YamlNode.Entries;
import io.correlator.rules.yaml.YamlNode.Entry;
import io.correlator.rules.yaml.YamlNode.Items;
import io.correlator.rules.yaml.YamlNode.Scalar;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;

/** Nodes as one line of JSON. What YAML has without quotes is what YAML 1.2 says it is. */
final class JsonLine {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

  private JsonLine() {}

  static String of(YamlNode node) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = FACTORY.createGenerator(text)) {
      write(node, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(YamlNode node, JsonGenerator out) throws IOException {
    if (node instanceof Entries map) {
      out.writeStartObject();
      for (Entry entry : map.entries()) {
        out.writeFieldName(entry.name());
        write(entry.value(), out);
      }
      out.writeEndObject();
    } else if (node instanceof Items items) {
      out.writeStartArray();
      for (YamlNode item : items.nodes()) {
        write(item, out);
      }
      out.writeEndArray();
    } else {
      write((Scalar) node, out);
    }
  }

  private static void write(Scalar scalar, JsonGenerator out) throws IOException {
    if (scalar.isNull()) {
      out.writeNull();
    } else if (scalar.truth().isPresent()) {
      out.writeBoolean(scalar.truth().get());
    } else if (scalar.plain() && NUMBER.matcher(scalar.text()).matches()) {
      out.writeNumber(scalar.text());
    } else {
      out.writeString(scalar.text());
    }
  }
}
