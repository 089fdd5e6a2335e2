package io.correlator.core.state;

import io.correlator.api.state.KeyedState;
import io.correlator.api.state.StateSpec;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Keyed state in a map that is ordered by last use, so that what expires first stands first. */
public final class BoundedState<K, V> implements KeyedState<K, V> {
  private final Map<K, Entry<V>> entries = new LinkedHashMap<>(16, 0.75f, true);
  private final int maxKeys;
  private final long expireAfter;
  private final LongSupplier now;
  private long evicted;

  /** State bounded as {@code spec} says; {@code now} gives engine time in milliseconds. */
  public BoundedState(StateSpec spec, LongSupplier now) {
    this.maxKeys = spec.maxKeys();
    this.expireAfter = spec.expireAfter().toMillis();
    this.now = now;
  }

  private static final class Entry<V> {
    private V value;
    private long lastUse;

    Entry(V value, long lastUse) {
      this.value = value;
      this.lastUse = lastUse;
    }
  }

  @Override
  public Optional<V> get(K key) {
    @Nullable Entry<V> entry = entries.get(key);
    if (entry == null) {
      return Optional.empty();
    }
    if (isExpired(entry)) {
      entries.remove(key);
      return Optional.empty();
    }
    entry.lastUse = now.getAsLong();
    return Optional.of(entry.value);
  }

  @Override
  public void put(K key, V value) {
    @Nullable Entry<V> entry = entries.get(key);
    if (entry != null) {
      entry.value = value;
      entry.lastUse = now.getAsLong();
      return;
    }
    removeExpired();
    if (entries.size() >= maxKeys) {
      Iterator<K> eldest = entries.keySet().iterator();
      eldest.next();
      eldest.remove();
      evicted++;
    }
    entries.put(key, new Entry<>(value, now.getAsLong()));
  }

  private void removeExpired() {
    Iterator<Entry<V>> eldest = entries.values().iterator();
    while (eldest.hasNext() && isExpired(eldest.next())) {
      eldest.remove();
    }
  }

  private boolean isExpired(Entry<V> entry) {
    return now.getAsLong() - entry.lastUse > expireAfter;
  }

  @Override
  public void remove(K key) {
    entries.remove(key);
  }

  @Override
  public void clear() {
    entries.clear();
  }

  @Override
  public int size() {
    return entries.size();
  }

  @Override
  public void forEach(BiConsumer<? super K, ? super V> action) {
    entries.forEach(
        (key, entry) -> {
          if (!isExpired(entry)) {
            action.accept(key, entry.value);
          }
        });
  }

  @Override
  public long evicted() {
    return evicted;
  }
}
