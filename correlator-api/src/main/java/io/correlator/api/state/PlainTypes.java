package io.correlator.api.state;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Finds the codec of a type, and of what it is made of. For one thread, and one type. */
final class PlainTypes {
  private static final String PLAIN =
      "use String, a primitive or its box, an enum, Instant, Duration, Slice, byte[], LogRecord,"
          + " Optional, List, Set or Map of these, or a record of these; or write a Codec";

  private final MethodHandles.Lookup lookup;
  private final Map<Class<?>, Codec<?>> records = new HashMap<>();
  private final Deque<Class<?>> unfinished = new ArrayDeque<>();

  PlainTypes(MethodHandles.Lookup lookup) {
    this.lookup = lookup;
  }

  // The codec of a type is found by the type itself.
  @SuppressWarnings("unchecked")
  <T> Codec<T> codec(Class<T> type) {
    return (Codec<T>) codec(type, type.getTypeName());
  }

  /**
   * The codec of {@code type}.
   *
   * @param where what has this type, for messages
   */
  Codec<?> codec(Type type, String where) {
    if (type instanceof Class<?> plain) {
      return classCodec(plain, where);
    }
    if (type instanceof ParameterizedType parameterized) {
      return collectionCodec(parameterized, where);
    }
    throw refused(where, type);
  }

  private Codec<?> classCodec(Class<?> type, String where) {
    Codec<?> known = BasicCodecs.known().get(type);
    if (known != null) {
      return known;
    }
    if (type.isEnum()) {
      return BasicCodecs.enumeration(type);
    }
    if (type == OptionalInt.class) {
      return RecordTypeCodec.OPTIONAL_INT;
    }
    if (type.isRecord() && type.getTypeParameters().length == 0) {
      return recordCodec(type, where);
    }
    throw refused(where, type);
  }

  private Codec<?> recordCodec(Class<?> type, String where) {
    Codec<?> known = records.get(type);
    if (known != null) {
      return known;
    }
    if (unfinished.contains(type)) {
      throw new IllegalArgumentException(
          "%s: %s holds itself, so it has no bound; write a Codec"
              .formatted(where, type.getSimpleName()));
    }
    unfinished.push(type);
    Codec<?> codec = RecordTypeCodec.of(type, lookup, this);
    unfinished.pop();
    records.put(type, codec);
    return codec;
  }

  private Codec<?> collectionCodec(ParameterizedType type, String where) {
    Type[] parts = type.getActualTypeArguments();
    if (type.getRawType() == Optional.class) {
      return CollectionCodecs.optional(codec(parts[0], where));
    }
    if (type.getRawType() == List.class) {
      return CollectionCodecs.list(codec(parts[0], where));
    }
    if (type.getRawType() == Set.class) {
      return CollectionCodecs.set(codec(parts[0], where));
    }
    if (type.getRawType() == Map.class) {
      return CollectionCodecs.map(codec(parts[0], where), codec(parts[1], where));
    }
    throw refused(where, type);
  }

  private static IllegalArgumentException refused(String where, Type type) {
    return new IllegalArgumentException(
        "%s: state of type %s cannot be saved; %s".formatted(where, type.getTypeName(), PLAIN));
  }
}
