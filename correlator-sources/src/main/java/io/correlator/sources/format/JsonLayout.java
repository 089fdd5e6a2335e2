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

  private final UnaryOperator<Fields> rename;
  private final FieldLayout names;
  private final int[] places;

  private JsonLayout(UnaryOperator<Fields> rename, FieldLayout names, int[] places) {
    this.rename = rename;
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
    return new JsonLayout(rename, FieldLayout.ofJson(renamed.names()), places);
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
   * Where the values of a record are.
   *
   * @param found where all values of its shape begin, counted from the beginning of the record
   */
  Places places(int[] found) {
    return new Places(this, found);
  }

  /** Where the values of one record begin. Immutable. */
  static final class Places {
    private final JsonLayout layout;
    private final int[] found;

    private Places(JsonLayout layout, int[] found) {
      this.layout = layout;
      this.found = found;
    }

    /** Whether these are named as some rename them. */
    boolean areNamedBy(UnaryOperator<Fields> rename) {
      return layout.rename == rename;
    }

    /** The fields of that record, which has these bytes. */
    Fields fields(byte[] line) {
      return layout.names.fields(new Values(layout.places, found, line));
    }
  }

  /** Those of one record. */
  private static final class Values implements IntFunction<Object> {
    private final int[] places;
    private final int[] found;
    private final byte[] line;

    Values(int[] places, int[] found, byte[] line) {
      this.places = places;
      this.found = found;
      this.line = line;
    }

    @Override
    public Object apply(int index) {
      int place = places[index];
      return place == ABSENT ? Fields.NULL : JsonFields.valueAt(line, found[place]);
    }
  }
}
