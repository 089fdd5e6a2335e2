package io.correlator.api;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Named values in the order in which they were given: what an event says in detail, or what the
 * format of a record defines.
 *
 * <p>A value is a {@link String}, {@link Long}, {@link Double}, {@link Boolean}, {@link Instant},
 * {@link Duration}, a {@link List} of values, or nested {@code Fields}. Other whole numbers become
 * {@link Long}, {@link Float} becomes {@link Double}, other text and enum constants become {@link
 * String}, maps become nested fields. What is absent is left out. A null that was written, as a
 * line of JSON may have it, is {@link #NULL}: {@link #has} tells it from what is absent, and all
 * that asks for a value finds none.
 *
 * <p>Those of a record may be read from its line one by one, when someone asks for them: they hold
 * on to that line.
 *
 * <p>Immutable; may be used by any thread. A name occurs once: the last value given counts, in the
 * place of the first.
 */
public final class Fields {
  /** The value of a field that is there and has none. */
  public static final Object NULL = Null.NULL;

  private static final Fields EMPTY = new Fields(new String[0], new Object[0]);

  private final String[] names;

  // What has been read so far: values are immutable, and reading one twice gives the same.
  private final @Nullable Object[] values;

  private final @Nullable IntFunction<?> unread;
  private final @Nullable FieldLayout layout;

  /** An enum, so that there is one of it whatever is done to it. */
  private enum Null {
    NULL;

    @Override
    public String toString() {
      return "null";
    }
  }

  private Fields(String[] names, Object[] values) {
    this.names = names;
    this.values = values;
    this.unread = null;
    this.layout = null;
  }

  Fields(FieldLayout layout, IntFunction<?> unread) {
    this.names = layout.array;
    this.values = new Object[names.length];
    this.unread = unread;
    this.layout = layout;
  }

  /** No fields. */
  public static Fields empty() {
    return EMPTY;
  }

  /** One field. */
  public static Fields of(String name, Object value) {
    return builder().put(name, value).build();
  }

  /** The entries of {@code map}, in its order. */
  public static Fields copyOf(Map<String, ?> map) {
    Builder builder = builder();
    map.forEach(builder::put);
    return builder.build();
  }

  /** An empty builder. */
  public static Builder builder() {
    return new Builder(Builder.SOME);
  }

  /**
   * An empty builder for so many fields: if it is right, they take no more room than they need.
   *
   * @throws IllegalArgumentException if {@code expected} is negative
   */
  public static Builder builder(int expected) {
    if (expected < 0) {
      throw new IllegalArgumentException("expected: must be 0 or more, was " + expected);
    }
    return new Builder(Math.min(expected, Builder.MANY));
  }

  /** The number of fields; nested ones count as one. */
  public int size() {
    return names.length;
  }

  /** Whether there are no fields. */
  public boolean isEmpty() {
    return names.length == 0;
  }

  /** The names, in order. */
  public List<String> names() {
    return layout == null ? List.of(names) : layout.names();
  }

  /** What these fields have in common with others, if it is known. */
  public Optional<FieldLayout> layout() {
    return layout == null ? Optional.empty() : layout.present;
  }

  /**
   * The value of the field at {@code index} in the order of the names, from 0; it may be {@link
   * #NULL}.
   *
   * @throws IndexOutOfBoundsException if there are not so many
   */
  public Object value(int index) {
    Object known = values[index];
    return known == null ? read(index) : known;
  }

  private Object read(int index) {
    Object value = Builder.normal(names[index], requireNonNull(unread).apply(index));
    values[index] = value;
    return value;
  }

  /**
   * The value of {@code name}. A name with dots is first looked up as it stands and then as a path
   * into nested fields: {@code a.b} finds the field {@code a.b}, or else {@code b} in {@code a}. If
   * {@code a} is a list, that is {@code b} of each nested field in it: a list of them if there are
   * several. Empty if there is none, or if it is {@link #NULL}.
   */
  public Optional<Object> get(String name) {
    return Optional.ofNullable(find(name)).filter(value -> value != NULL);
  }

  /** Whether there is a field {@code name}, found as {@link #get} does, be it {@link #NULL}. */
  public boolean has(String name) {
    return indexOf(name) >= 0 || findByPath(name) != null;
  }

  /** The value of {@code name} as text, found as {@link #get} does; empty if there is none. */
  public Optional<String> text(String name) {
    return get(name).map(Object::toString);
  }

  /** The value of {@code name}, found as {@link #get} does, if it is a whole number. */
  public Optional<Long> number(String name) {
    return get(name).filter(Long.class::isInstance).map(Long.class::cast);
  }

  private @Nullable Object find(String name) {
    int index = indexOf(name);
    return index < 0 ? findByPath(name) : value(index);
  }

  private @Nullable Object findByPath(String path) {
    for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
      int index = indexOf(path.substring(0, dot));
      if (index >= 0 && isNested(value(index))) {
        Object found = findIn(value(index), path.substring(dot + 1));
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  private int indexOf(String name) {
    if (layout != null) {
      return layout.indexOf(name);
    }
    for (int i = 0; i < names.length; i++) {
      if (names[i].equals(name)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isNested(Object value) {
    return value instanceof Fields || value instanceof List<?>;
  }

  private static @Nullable Object findIn(Object value, String path) {
    if (value instanceof Fields nested) {
      return nested.find(path);
    }
    return value instanceof List<?> list ? findInEach(list, path) : null;
  }

  private static @Nullable Object findInEach(List<?> list, String path) {
    List<Object> found = new ArrayList<>();
    boolean isNull = false;
    for (Object element : list) {
      Object value = findIn(element, path);
      isNull |= value == NULL;
      if (value != null && value != NULL) {
        found.add(value);
      }
    }
    if (found.isEmpty()) {
      return isNull ? NULL : null;
    }
    return found.size() == 1 ? found.get(0) : List.copyOf(found);
  }

  /** Calls {@code action} with each name and value, in order; a value may be {@link #NULL}. */
  public void forEach(BiConsumer<? super String, Object> action) {
    for (int i = 0; i < names.length; i++) {
      action.accept(names[i], value(i));
    }
  }

  /** A copy as a map, in order; nested fields become maps too. {@link #NULL} stays what it is. */
  public Map<String, Object> asMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    forEach((name, value) -> map.put(name, plain(value)));
    return map;
  }

  private static Object plain(Object value) {
    if (value instanceof Fields nested) {
      return nested.asMap();
    }
    return value instanceof List<?> list ? list.stream().map(Fields::plain).toList() : value;
  }

  @Override
  // JSpecify is for compilers that know it: modules that require this one need not have it.
  @SuppressWarnings("exports")
  public boolean equals(@Nullable Object other) {
    return other instanceof Fields fields
        && Arrays.equals(names, fields.names)
        && Arrays.equals(all(), fields.all());
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(names) + Arrays.hashCode(all());
  }

  private @Nullable Object[] all() {
    for (int i = 0; i < values.length; i++) {
      value(i);
    }
    return values;
  }

  /** For people: {@code {user=root, port=22}}. */
  @Override
  public String toString() {
    return asMap().toString();
  }

  /** Collects fields. For one thread. */
  public static final class Builder {
    private static final int SOME = 16;
    private static final int FEW = 8;
    private static final int MANY = 128;

    private String[] names;
    private Object[] values;
    private int size;

    /** Whether the arrays are those of fields that were built, and must not change any more. */
    private boolean shared;

    // Where each name stands, plus one, by the hash of the name; made when there are more than a
    // few. Events have a few, and are many.
    private int @Nullable [] places;

    // The same for very many: a line of a log may hold hundreds of thousands, chosen so that their
    // hashes are the same, which a map can deal with.
    private @Nullable Map<String, Integer> indexes;

    private Builder(int expected) {
      names = new String[expected];
      values = new Object[expected];
    }

    /**
     * Sets {@code name} to {@code value}.
     *
     * @throws IllegalArgumentException if the value has a type that fields cannot hold
     */
    public Builder put(String name, Object value) {
      requireNonNull(name, "name");
      Object normal = normal(name, value);
      int index = indexOf(name);
      if (index < 0) {
        append(name, normal);
      } else {
        unshare();
        values[index] = normal;
      }
      return this;
    }

    private void unshare() {
      if (shared) {
        values = values.clone();
        shared = false;
      }
    }

    /** Whether {@code name} has been set, as it stands. */
    public boolean has(String name) {
      return indexOf(name) >= 0;
    }

    private int indexOf(String name) {
      if (indexes != null) {
        return indexes.getOrDefault(name, -1);
      }
      int[] known = places;
      if (known != null) {
        return known[slot(known, name)] - 1;
      }
      for (int i = 0; i < size; i++) {
        if (names[i].equals(name)) {
          return i;
        }
      }
      return -1;
    }

    /** Where a name is in the table, or would be. */
    private int slot(int[] table, String name) {
      int slot = spread(name) & table.length - 1;
      while (table[slot] != 0 && !names[table[slot] - 1].equals(name)) {
        slot = slot + 1 & table.length - 1;
      }
      return slot;
    }

    private static int spread(String name) {
      int hash = name.hashCode() * 0x9E3779B9;
      return hash ^ hash >>> 16;
    }

    private void append(String name, Object value) {
      if (size == names.length) {
        int room = Math.max(2, 2 * size);
        names = Arrays.copyOf(names, room);
        values = Arrays.copyOf(values, room);
        shared = false;
      }
      names[size] = name;
      values[size] = value;
      size++;
      if (size > FEW) {
        place(name);
      }
    }

    private void place(String name) {
      int[] known = places;
      if (size > MANY) {
        if (indexes == null) {
          indexes = new HashMap<>();
          for (int i = 0; i < size; i++) {
            indexes.put(names[i], i);
          }
        }
        indexes.put(name, size - 1);
      } else if (known != null && 2 * size <= known.length) {
        known[slot(known, name)] = size;
      } else {
        places = placed(new int[8 * Integer.highestOneBit(size)]);
      }
    }

    private int[] placed(int[] table) {
      for (int i = 0; i < size; i++) {
        table[slot(table, names[i])] = i + 1;
      }
      return table;
    }

    /** Sets {@code name} if there is a value. */
    public Builder putIfPresent(String name, Optional<?> value) {
      value.ifPresent(present -> put(name, present));
      return this;
    }

    /** The fields collected so far. */
    public Fields build() {
      if (size == 0) {
        return EMPTY;
      }
      if (size < names.length) {
        return new Fields(Arrays.copyOf(names, size), Arrays.copyOf(values, size));
      }
      // Full: whatever is put next needs other arrays, or takes a copy of this one.
      shared = true;
      return new Fields(names, values);
    }

    private static Object normal(String name, Object value) {
      requireNonNull(value, name);
      if (value instanceof String
          || value instanceof Long
          || value instanceof Double
          || value instanceof Boolean
          || value instanceof Instant
          || value instanceof Duration
          || value instanceof Fields
          || value == NULL) {
        return value;
      }
      if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
        return ((Number) value).longValue();
      }
      if (value instanceof Float number) {
        return number.doubleValue();
      }
      if (value instanceof CharSequence || value instanceof Enum<?> || value instanceof Slice) {
        return value.toString();
      }
      if (value instanceof List<?> list) {
        return list.stream().map(element -> normal(name, element)).toList();
      }
      if (value instanceof Map<?, ?> map) {
        Builder nested = new Builder(Math.min(map.size(), MANY));
        map.forEach((key, element) -> nested.put(String.valueOf(key), element));
        return nested.build();
      }
      throw new IllegalArgumentException(
          name + ": a field cannot hold a " + value.getClass().getName());
    }
  }
}
