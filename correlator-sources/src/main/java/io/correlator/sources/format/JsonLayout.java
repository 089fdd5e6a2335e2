package io.correlator.sources.format;

import io.correlator.api.FieldLayout;
import io.correlator.api.Fields;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The fields of all objects of a {@linkplain JsonShape shape}: their names, and which of the values
 * in a line theirs are. Immutable.
 */
final class JsonLayout {
  private static final int ABSENT = -1;

  private final FieldLayout names;
  private final int[] places;

  private JsonLayout(FieldLayout names, int[] places) {
    this.names = names;
    this.places = places;
  }

  /**
   * What {@code rename} makes of objects of a shape. It is shown an object whose values say where
   * they stand, so it must look at no value, but for what a shape tells of it.
   */
  static JsonLayout of(JsonShape shape, UnaryOperator<Fields> rename) {
    IdentityHashMap<Fields, Integer> objects = new IdentityHashMap<>();
    Fields renamed = rename.apply(example(shape, objects));
    int[] places = new int[renamed.size()];
    for (int i = 0; i < places.length; i++) {
      places[i] = place(renamed.value(i), objects);
    }
    return new JsonLayout(FieldLayout.ofJson(renamed.names()), places);
  }

  private static int place(Object value, IdentityHashMap<Fields, Integer> objects) {
    if (value == Fields.NULL) {
      return ABSENT;
    }
    @Nullable Integer place = value instanceof Long marker ? marker.intValue() : objects.get(value);
    if (place == null) {
      throw new IllegalStateException("a value that no line has: " + value);
    }
    return place;
  }

  private static Fields example(JsonShape last, IdentityHashMap<Fields, Integer> objects) {
    Deque<JsonShape> path = new ArrayDeque<>();
    for (JsonShape shape = last; shape != null; shape = shape.before) {
      path.push(shape);
    }
    path.pop();
    return object(path, objects);
  }

  private static Fields object(Deque<JsonShape> rest, IdentityHashMap<Fields, Integer> objects) {
    Fields.Builder fields = Fields.builder();
    while (!rest.isEmpty()) {
      JsonShape shape = rest.pop();
      if (shape.kinds == JsonShape.END) {
        break;
      } else if (shape.kinds == JsonShape.OBJECT) {
        Fields nested = object(rest, objects);
        objects.put(nested, shape.last);
        fields.put(shape.text(), nested);
      } else if (shape.kinds == JsonShape.NULL) {
        fields.put(shape.text(), Fields.NULL);
      } else {
        fields.put(shape.text(), (long) shape.last);
      }
    }
    return fields.build();
  }

  int size() {
    return places.length;
  }

  /**
   * The fields of a line.
   *
   * @param found where its values begin
   */
  Fields fields(byte[] line, int[] found) {
    int[] begins = new int[places.length];
    for (int i = 0; i < begins.length; i++) {
      begins[i] = places[i] == ABSENT ? ABSENT : found[places[i]];
    }
    return names.fields(new Values(line, begins));
  }

  /** Those of one line. */
  private static final class Values implements IntFunction<Object> {
    private final byte[] line;
    private final int[] begins;

    Values(byte[] line, int[] begins) {
      this.line = line;
      this.begins = begins;
    }

    @Override
    public Object apply(int index) {
      return begins[index] == ABSENT ? Fields.NULL : JsonFields.valueAt(line, begins[index]);
    }
  }
}
