package io.correlator.api;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * The names of fields that many records have in common, in their order: records of one kind.
 *
 * <p>For formats that read record after record with the same names, and for whoever asks them: what
 * he finds out about the names he can remember with the layout, which is the same object for all
 * records of a kind, though not for ever and not for all kinds ({@link Fields#layout()}).
 *
 * <p>Immutable; may be used by any thread.
 */
public final class FieldLayout {
  final String[] array;
  private final List<String> names;
  private final Map<String, Integer> places = new HashMap<>();

  /** What {@link Fields#layout()} gives, made once. */
  final Optional<FieldLayout> present = Optional.of(this);

  private final boolean json;

  private FieldLayout(List<String> names, boolean json) {
    this.json = json;
    this.names = List.copyOf(names);
    this.array = names.toArray(String[]::new);
    for (int i = 0; i < array.length; i++) {
      if (places.put(array[i], i) != null) {
        throw new IllegalArgumentException("names: '" + array[i] + "' occurs twice");
      }
    }
  }

  /**
   * A layout of fields with these names.
   *
   * @throws IllegalArgumentException if a name occurs twice
   */
  public static FieldLayout of(List<String> names) {
    return new FieldLayout(names, false);
  }

  /**
   * A layout of fields whose values are those of a record that is a line of JSON: each text in them
   * stands in the record's raw text, in UTF-8, as it is or with the escapes of JSON. Numbers may be
   * written otherwise. Whoever looks for a text in all values can look in the line first.
   *
   * @throws IllegalArgumentException if a name occurs twice
   */
  public static FieldLayout ofJson(List<String> names) {
    return new FieldLayout(names, true);
  }

  /** Whether it is one {@linkplain #ofJson of JSON}. */
  public boolean isOfJson() {
    return json;
  }

  /** The names, in order. */
  public List<String> names() {
    return names;
  }

  /** Where {@code name} stands, exactly so written, from 0; -1 if it is none of the names. */
  public int indexOf(String name) {
    return places.getOrDefault(name, -1);
  }

  /**
   * Fields with these names, whose values are read when someone asks for them, and then kept.
   *
   * @param values gives the value of the field at an index: always the same one, never null, and
   *     one that {@link Fields} can hold. It is called by any thread, may be called twice for a
   *     field, and is held on to as long as the fields are
   */
  public Fields fields(IntFunction<?> values) {
    return array.length == 0 ? Fields.empty() : new Fields(this, values);
  }
}
