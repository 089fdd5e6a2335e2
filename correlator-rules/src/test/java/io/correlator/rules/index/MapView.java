package io.correlator.rules.index;

import io.correlator.rules.detection.RecordView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A record of fields in a map. */
record MapView(Map<String, Object> fields) implements RecordView {
  static MapView of(String field, Object value) {
    return new MapView(Map.of(field, value));
  }

  @Override
  public @Nullable Object value(String field) {
    return fields.get(field);
  }

  @Override
  public List<String> texts() {
    List<String> texts = new ArrayList<>();
    fields.values().forEach(value -> add(value, texts));
    return texts;
  }

  private static void add(Object value, List<String> texts) {
    if (value instanceof List<?> list) {
      list.forEach(element -> add(element, texts));
    } else if (value != RecordView.NULL) {
      texts.add(value.toString());
    }
  }
}
