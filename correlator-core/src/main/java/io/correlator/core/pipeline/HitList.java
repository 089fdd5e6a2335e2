package io.correlator.core.pipeline;

import static java.util.Objects.requireNonNull;

import io.correlator.api.EmittedEvent;
import io.correlator.api.LogRecord;
import io.correlator.api.Slice;
import io.correlator.api.module.Hits;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was found in one record or event, in the order in which it was said, and to which groups of
 * keys that belongs.
 */
final class HitList implements Hits<Object> {
  private static final int FIRST_SIZE = 8;

  private int size;
  private int[] groups = new int[FIRST_SIZE];
  private @Nullable Slice[] keys = new Slice[FIRST_SIZE];
  private @Nullable Object[] hits = new Object[FIRST_SIZE];

  /** Forgets what was found before, and looks at {@code record}; what the finder throws. */
  Optional<Throwable> findIn(LogRecord record, Finder finder) {
    clear();
    try {
      finder.find(record, this);
      return Optional.empty();
    } catch (Throwable e) {
      return failed(e);
    }
  }

  /** Forgets what was found before, and looks at {@code event}; what the finder throws. */
  Optional<Throwable> findIn(EmittedEvent event, Finder finder) {
    clear();
    try {
      finder.find(event, this);
      return Optional.empty();
    } catch (Throwable e) {
      return failed(e);
    }
  }

  private Optional<Throwable> failed(Throwable e) {
    clear();
    if (e instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    return Optional.of(e);
  }

  private void clear() {
    // By hand, because there is mostly one.
    for (int i = 0; i < size; i++) {
      keys[i] = null;
      hits[i] = null;
    }
    size = 0;
  }

  /** Refuses {@code null} here, where it is the detector's failure and not the engine's. */
  @Override
  public void add(Slice key, Object hit) {
    requireNonNull(key, "key");
    add(KeyGroups.of(key), key, requireNonNull(hit, "hit"));
  }

  /** Adds a hit for a group of keys; without key and hit, all there is to say is the record. */
  void add(int group, @Nullable Slice key, @Nullable Object hit) {
    if (size == groups.length) {
      int more = 2 * size;
      groups = Arrays.copyOf(groups, more);
      keys = Arrays.copyOf(keys, more);
      hits = Arrays.copyOf(hits, more);
    }
    groups[size] = group;
    keys[size] = key;
    hits[size] = hit;
    size++;
  }

  int size() {
    return size;
  }

  int group(int index) {
    return groups[index];
  }

  @Nullable Slice key(int index) {
    return keys[index];
  }

  @Nullable Object hit(int index) {
    return hits[index];
  }
}
