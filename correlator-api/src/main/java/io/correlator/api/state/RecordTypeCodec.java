package io.correlator.api.state;

import io.correlator.api.state.BasicCodecs.Sized;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.OptionalInt;
import java.util.StringJoiner;
import java.util.stream.IntStream;

/**
 * The codec of a record: its components, one after the other. A record is read through its
 * canonical constructor, so what that refuses is not restored.
 *
 * <p>Reflection finds the parts once; after that, method handles do the work.
 */
final class RecordTypeCodec<T> implements Codec<T>, Sized {
  /** An optional number is not worth a case of its own elsewhere. */
  static final Codec<OptionalInt> OPTIONAL_INT =
      new BasicCodecs.Basic<>(
          "OptionalInt",
          value -> 16,
          (value, out) -> {
            out.writeBoolean(value.isPresent());
            out.writeInt(value.orElse(0));
          },
          in -> {
            boolean present = in.readBoolean();
            int number = in.readInt();
            return present ? OptionalInt.of(number) : OptionalInt.empty();
          },
          true);

  private static final int HEADER = 16;
  private static final int REFERENCE = 4;

  private final Class<T> type;
  private final String shape;
  private final MethodHandle maker;
  private final MethodHandle[] accessors;
  private final Codec<Object>[] codecs;
  private final int fixedFootprint;

  /** The components whose footprint depends on the value. */
  private final int[] varying;

  private RecordTypeCodec(
      Class<T> type,
      String shape,
      MethodHandle maker,
      MethodHandle[] accessors,
      Codec<Object>[] codecs) {
    this.type = type;
    this.shape = shape;
    this.maker = maker.asSpreader(Object[].class, codecs.length).asType(MAKER);
    this.accessors = accessors;
    this.codecs = codecs;
    this.varying =
        IntStream.range(0, codecs.length).filter(i -> !BasicCodecs.isFixed(codecs[i])).toArray();
    this.fixedFootprint = HEADER + (REFERENCE + 8) * codecs.length;
  }

  private static final java.lang.invoke.MethodType MAKER =
      java.lang.invoke.MethodType.methodType(Object.class, Object[].class);

  private static final java.lang.invoke.MethodType ACCESSOR =
      java.lang.invoke.MethodType.methodType(Object.class, Object.class);

  // Each component is written by the codec of its own type.
  @SuppressWarnings("unchecked")
  static <T> Codec<T> of(Class<T> type, MethodHandles.Lookup lookup, PlainTypes types) {
    RecordComponent[] components = type.getRecordComponents();
    MethodHandle[] accessors = new MethodHandle[components.length];
    Codec<Object>[] codecs = (Codec<Object>[]) new Codec<?>[components.length];
    Class<?>[] parameters = new Class<?>[components.length];
    StringJoiner shape = new StringJoiner(", ", type.getSimpleName() + '(', ")");
    for (int i = 0; i < components.length; i++) {
      RecordComponent component = components[i];
      String where = type.getTypeName() + '.' + component.getName();
      codecs[i] = (Codec<Object>) types.codec(component.getGenericType(), where);
      parameters[i] = component.getType();
      accessors[i] = accessor(lookup, component);
      shape.add(codecs[i].shape() + ' ' + component.getName());
    }
    MethodHandle maker = maker(lookup, type, parameters);
    return new RecordTypeCodec<>(type, shape.toString(), maker, accessors, codecs);
  }

  private static MethodHandle accessor(MethodHandles.Lookup lookup, RecordComponent component) {
    try {
      Method accessor = component.getAccessor();
      return unreflect(lookup, accessor).asType(ACCESSOR);
    } catch (IllegalAccessException | InaccessibleObjectException e) {
      throw closed(component.getDeclaringRecord(), e);
    }
  }

  private static MethodHandle unreflect(MethodHandles.Lookup lookup, Method accessor)
      throws IllegalAccessException {
    try {
      return lookup.unreflect(accessor);
    } catch (IllegalAccessException e) {
      accessor.setAccessible(true);
      return lookup.unreflect(accessor);
    }
  }

  private static MethodHandle maker(
      MethodHandles.Lookup lookup, Class<?> type, Class<?>[] parameters) {
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(parameters);
      try {
        return lookup.unreflectConstructor(constructor);
      } catch (IllegalAccessException e) {
        constructor.setAccessible(true);
        return lookup.unreflectConstructor(constructor);
      }
    } catch (NoSuchMethodException | IllegalAccessException | InaccessibleObjectException e) {
      throw closed(type, e);
    }
  }

  private static IllegalArgumentException closed(Class<?> type, Exception cause) {
    return new IllegalArgumentException(
        "%s: its package is not open to %s; use Codec.of(MethodHandles.lookup(), %s.class)"
            .formatted(type.getTypeName(), RecordTypeCodec.class.getModule(), type.getSimpleName()),
        cause);
  }

  @Override
  public String shape() {
    return shape;
  }

  @Override
  public void write(T value, RecordOutput out) throws IOException {
    if (codecs.length == 0) {
      // Whoever reads a number of these must not be able to read them for ever.
      out.writeByte(0);
    }
    for (int i = 0; i < codecs.length; i++) {
      codecs[i].write(part(value, i), out);
    }
  }

  private Object part(T value, int index) {
    try {
      return (Object) accessors[index].invokeExact((Object) value);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalArgumentException("cannot take apart " + type.getSimpleName(), e);
    }
  }

  @Override
  // What the record's own constructor returns is a T.
  @SuppressWarnings("unchecked")
  public T read(int version, RecordInput in) throws IOException {
    if (codecs.length == 0) {
      in.readByte();
    }
    Object[] parts = new Object[codecs.length];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = codecs[i].read(codecs[i].version(), in);
    }
    try {
      return (T) (Object) maker.invokeExact(parts);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalArgumentException("cannot put together " + type.getSimpleName(), e);
    }
  }

  @Override
  public int footprint(T value) {
    // Asked whenever state changes, so what is always the same was added up before.
    long sum = fixedFootprint;
    for (int i : varying) {
      sum += codecs[i].footprint(part(value, i));
    }
    return (int) Math.min(sum, Integer.MAX_VALUE);
  }

  @Override
  public boolean isFixed() {
    return varying.length == 0;
  }
}
