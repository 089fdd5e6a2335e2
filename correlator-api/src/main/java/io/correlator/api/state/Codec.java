package io.correlator.api.state;

import io.correlator.api.LogRecord;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How the keys or values of some state are written when the state is saved, and read when it is
 * restored.
 *
 * <p>{@link #of(Class)} knows plain types: {@code String}, primitives and their boxes, enums,
 * {@code Instant}, {@code Duration}, {@link io.correlator.api.Slice}, {@code byte[]}, {@link
 * LogRecord}, {@code Optional}, {@code List}, {@code Set} and {@code Map} of these, and records of
 * these. Whoever writes another one sees to it that {@link #read} takes back exactly what {@link
 * #write} wrote, that each value takes a byte at least, and that both depend on nothing else.
 *
 * <p>Codecs are immutable and may be used by any thread.
 *
 * @param <T> what is written; never null
 */
public interface Codec<T> {
  /** The version of what {@link #write} writes, from 1; raised whenever that changes. */
  default int version() {
    return 1;
  }

  /**
   * What a value consists of, in words, such as {@code Tries(int count, Instant since)}. State that
   * was saved under another shape is refused when it is loaded, with both shapes in the message; so
   * it changes when what is written changes in a way that {@link #read} does not understand.
   */
  default String shape() {
    return "";
  }

  /**
   * Writes {@code value}.
   *
   * @throws IOException as {@code out} does
   */
  void write(T value, RecordOutput out) throws IOException;

  /**
   * Reads a value.
   *
   * @param version the {@link #version()} of the codec that wrote it: this one's or an earlier one
   * @throws IOException as {@code in} does, or if no such value stands there
   */
  T read(int version, RecordInput in) throws IOException;

  /** About how many bytes of memory {@code value} takes; by default, as many as are written. */
  default int footprint(T value) {
    return CountingOutput.length(this, value);
  }

  /**
   * The codec of a plain type. Records are taken apart and put together by their public parts; for
   * those in a package that is not open, give {@linkplain #of(MethodHandles.Lookup, Class) a
   * lookup}.
   *
   * @throws IllegalArgumentException if {@code type} is none, or one of its components is not; the
   *     message names it and says what would be right
   */
  static <T> Codec<T> of(Class<T> type) {
    return new PlainTypes(MethodHandles.lookup()).codec(type);
  }

  /**
   * The codec of a plain type whose records {@code lookup} can see, usually {@code
   * MethodHandles.lookup()} of the class that keeps them.
   *
   * @throws IllegalArgumentException as {@link #of(Class)}
   */
  static <T> Codec<T> of(MethodHandles.Lookup lookup, Class<T> type) {
    return new PlainTypes(lookup).codec(type);
  }

  /** Lists of what {@code elements} writes. */
  static <E> Codec<List<E>> list(Codec<E> elements) {
    return CollectionCodecs.list(elements);
  }

  /** Sets of what {@code elements} writes; they keep their order. */
  static <E> Codec<Set<E>> set(Codec<E> elements) {
    return CollectionCodecs.set(elements);
  }

  /** Maps from what {@code keys} writes to what {@code values} writes; they keep their order. */
  static <K, V> Codec<Map<K, V>> map(Codec<K> keys, Codec<V> values) {
    return CollectionCodecs.map(keys, values);
  }

  /** What {@code values} writes, or nothing. */
  static <T> Codec<Optional<T>> optional(Codec<T> values) {
    return CollectionCodecs.optional(values);
  }
}
