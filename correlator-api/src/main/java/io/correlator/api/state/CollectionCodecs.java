package io.correlator.api.state;

import io.correlator.api.state.BasicCodecs.Sized;
import java.io.DataInput;
import java.io.EOFException;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** The codecs of what holds any number of others. */
final class CollectionCodecs {
  private static final int COLLECTION = 64;
  private static final int SLOT = 8;
  private static final int NODE = 48;
  private static final int OPTIONAL = 16;

  private CollectionCodecs() {}

  static <E> Codec<List<E>> list(Codec<E> elements) {
    return new Many<>("List", SLOT, elements, ArrayList::new, Collections::unmodifiableList);
  }

  static <E> Codec<Set<E>> set(Codec<E> elements) {
    return new Many<>("Set", NODE, elements, LinkedHashSet::new, Collections::unmodifiableSet);
  }

  static <K, V> Codec<Map<K, V>> map(Codec<K> keys, Codec<V> values) {
    return new Mapping<>(keys, values);
  }

  static <T> Codec<Optional<T>> optional(Codec<T> values) {
    return new Maybe<>(values);
  }

  private static String shape(Codec<?> part) {
    return part.version() == 1 ? part.shape() : part.shape() + " version " + part.version();
  }

  private static int size(DataInput in) throws IOException {
    int size = in.readInt();
    if (size < 0) {
      throw new EOFException("a size cannot be " + size);
    }
    return size;
  }

  private record Many<E, M extends Collection<E>, C extends Collection<E>>(
      String name, int place, Codec<E> elements, Supplier<M> maker, Function<M, C> sealer)
      implements Codec<C> {
    @Override
    public String shape() {
      return name + '<' + CollectionCodecs.shape(elements) + '>';
    }

    @Override
    public void write(C value, RecordOutput out) throws IOException {
      out.writeInt(value.size());
      for (E element : value) {
        elements.write(element, out);
      }
    }

    @Override
    public C read(int version, RecordInput in) throws IOException {
      int size = size(in);
      M read = maker.get();
      for (int i = 0; i < size; i++) {
        read.add(elements.read(elements.version(), in));
      }
      if (read.size() != size) {
        throw new InvalidObjectException("an element occurs twice");
      }
      return sealer.apply(read);
    }

    @Override
    public int footprint(C value) {
      long sum = COLLECTION;
      for (E element : value) {
        sum += place + elements.footprint(element);
      }
      return (int) Math.min(sum, Integer.MAX_VALUE);
    }
  }

  private record Mapping<K, V>(Codec<K> keys, Codec<V> values) implements Codec<Map<K, V>> {
    @Override
    public String shape() {
      return "Map<" + CollectionCodecs.shape(keys) + ", " + CollectionCodecs.shape(values) + '>';
    }

    @Override
    public void write(Map<K, V> value, RecordOutput out) throws IOException {
      out.writeInt(value.size());
      for (Map.Entry<K, V> entry : value.entrySet()) {
        keys.write(entry.getKey(), out);
        values.write(entry.getValue(), out);
      }
    }

    @Override
    public Map<K, V> read(int version, RecordInput in) throws IOException {
      int size = size(in);
      Map<K, V> read = new LinkedHashMap<>();
      for (int i = 0; i < size; i++) {
        K key = keys.read(keys.version(), in);
        if (read.put(key, values.read(values.version(), in)) != null) {
          throw new InvalidObjectException("a key occurs twice");
        }
      }
      return Collections.unmodifiableMap(read);
    }

    @Override
    public int footprint(Map<K, V> value) {
      long sum = COLLECTION;
      for (Map.Entry<K, V> entry : value.entrySet()) {
        sum += NODE + keys.footprint(entry.getKey()) + values.footprint(entry.getValue());
      }
      return (int) Math.min(sum, Integer.MAX_VALUE);
    }
  }

  private record Maybe<T>(Codec<T> values) implements Codec<Optional<T>>, Sized {
    @Override
    public String shape() {
      return "Optional<" + CollectionCodecs.shape(values) + '>';
    }

    @Override
    public void write(Optional<T> value, RecordOutput out) throws IOException {
      out.writeBoolean(value.isPresent());
      if (value.isPresent()) {
        values.write(value.get(), out);
      }
    }

    @Override
    public Optional<T> read(int version, RecordInput in) throws IOException {
      return in.readBoolean() ? Optional.of(values.read(values.version(), in)) : Optional.empty();
    }

    @Override
    public int footprint(Optional<T> value) {
      return value.isPresent() ? OPTIONAL + values.footprint(value.get()) : 0;
    }

    @Override
    public boolean isFixed() {
      return false;
    }
  }
}
