package io.correlator.core.state;

import io.correlator.api.LogRecord;
import io.correlator.api.Slice;
import io.correlator.api.state.SlidingCounter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A sliding count per key: an open-addressing table from key to entry, and per entry a ring with
 * the times of its last hits. No object is made per hit.
 *
 * <p>Entries are linked in the order of their last hit. That gives the one to evict when the table
 * is full, and it gives expiry for nothing: each new key clears away up to two keys whose window
 * has passed, so the table shrinks as fast as it fills.
 */
public final class RingCounter implements SlidingCounter {
  private static final int NONE = -1;
  private static final int FIRST_CAPACITY = 16;
  private static final int CLEARED_PER_NEW_KEY = 2;

  private final int limit;
  private final long window;
  private final int maxKeys;
  private final long seed;
  private final LongSupplier now;
  private final EvidenceRing evidence;

  // Slots hold entry + 1; 0 is free. Linear probing, at most half full.
  private int[] table = new int[2 * FIRST_CAPACITY];

  // One element, or one row of `limit` elements, per entry.
  private @Nullable Slice[] keys = new Slice[FIRST_CAPACITY];
  private int[] hashes = new int[FIRST_CAPACITY];
  private long[] times;
  private long[] records;
  private char[] sizes = new char[FIRST_CAPACITY];
  private char[] heads = new char[FIRST_CAPACITY];
  private int[] older = new int[FIRST_CAPACITY];
  private int[] newer = new int[FIRST_CAPACITY];

  private int free = NONE;
  private int used;
  private int size;
  private int oldest = NONE;
  private int newest = NONE;
  private long evicted;

  /**
   * A counter.
   *
   * @param limit how many hits are remembered per key, 1 to 65,535
   * @param window the length of the window; positive
   * @param maxKeys how many keys are held at most
   * @param seed of the hash; any number, best one that nobody can guess
   * @param now engine time in milliseconds
   * @param evidence keeps the records counted
   */
  public RingCounter(
      int limit, Duration window, int maxKeys, long seed, LongSupplier now, EvidenceRing evidence) {
    if (limit < 1 || limit > Character.MAX_VALUE) {
      throw new IllegalArgumentException("limit must be between 1 and 65535, was " + limit);
    }
    if (window.isNegative() || window.isZero()) {
      throw new IllegalArgumentException("window must be positive, was " + window);
    }
    this.limit = limit;
    this.window = window.toMillis();
    this.maxKeys = maxKeys;
    this.seed = seed;
    this.now = now;
    this.evidence = evidence;
    this.times = new long[FIRST_CAPACITY * limit];
    this.records = new long[FIRST_CAPACITY * limit];
  }

  @Override
  public int add(Slice key, LogRecord record) {
    int entry = entryFor(key);
    push(entry, record);
    return countAt(entry, record.epochMilli());
  }

  @Override
  public boolean crosses(Slice key, LogRecord record) {
    int entry = entryFor(key);
    boolean below = countAt(entry, record.epochMilli()) < limit;
    push(entry, record);
    return below && countAt(entry, record.epochMilli()) == limit;
  }

  private void push(int entry, LogRecord record) {
    int head = heads[entry];
    int slot = entry * limit + head;
    times[slot] = record.epochMilli();
    records[slot] = evidence.add(record);
    heads[entry] = (char) (head + 1 == limit ? 0 : head + 1);
    if (sizes[entry] < limit) {
      sizes[entry]++;
    }
  }

  private int countAt(int entry, long time) {
    int count = 0;
    int from = entry * limit;
    for (int i = from; i < from + sizes[entry]; i++) {
      if (time - times[i] <= window) {
        count++;
      }
    }
    return count;
  }

  @Override
  public List<LogRecord> evidence(Slice key) {
    int entry = find(key, key.hash(seed));
    List<LogRecord> found = new ArrayList<>();
    if (entry != NONE) {
      int count = sizes[entry];
      int first = count < limit ? 0 : heads[entry];
      long latest = latestTime(entry);
      for (int i = 0; i < count; i++) {
        int slot = entry * limit + (first + i) % limit;
        if (latest - times[slot] <= window) {
          evidence.get(records[slot]).ifPresent(found::add);
        }
      }
    }
    return found;
  }

  private long latestTime(int entry) {
    int head = heads[entry];
    return times[entry * limit + (head == 0 ? limit : head) - 1];
  }

  private int entryFor(Slice key) {
    int hash = key.hash(seed);
    int entry = find(key, hash);
    if (entry == NONE) {
      entry = insert(key, hash);
    } else if (entry != newest) {
      unlink(entry);
      linkNewest(entry);
    }
    return entry;
  }

  private int find(Slice key, int hash) {
    int mask = table.length - 1;
    for (int slot = hash & mask; table[slot] != 0; slot = (slot + 1) & mask) {
      int entry = table[slot] - 1;
      if (hashes[entry] == hash && key.equals(keys[entry])) {
        return entry;
      }
    }
    return NONE;
  }

  private int insert(Slice key, int hash) {
    makeRoom();
    int entry = free;
    if (entry == NONE) {
      if (used == keys.length) {
        grow();
      }
      entry = used++;
    } else {
      free = older[entry];
    }
    keys[entry] = key.compact();
    hashes[entry] = hash;
    sizes[entry] = 0;
    heads[entry] = 0;
    size++;
    link(entry, hash);
    linkNewest(entry);
    return entry;
  }

  private void makeRoom() {
    for (int i = 0; i < CLEARED_PER_NEW_KEY && oldest != NONE; i++) {
      if (now.getAsLong() - latestTime(oldest) <= window) {
        break;
      }
      remove(oldest);
    }
    if (size >= maxKeys) {
      remove(oldest);
      evicted++;
    }
  }

  @Override
  public void reset(Slice key) {
    int entry = find(key, key.hash(seed));
    if (entry != NONE) {
      remove(entry);
    }
  }

  private void remove(int entry) {
    unlink(entry);
    closeGap(slotOf(entry));
    keys[entry] = null;
    older[entry] = free;
    free = entry;
    size--;
  }

  private int slotOf(int entry) {
    int mask = table.length - 1;
    int slot = hashes[entry] & mask;
    while (table[slot] != entry + 1) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  /** Frees a slot and moves back what probing would otherwise no longer find. */
  private void closeGap(int gap) {
    int mask = table.length - 1;
    int hole = gap;
    int slot = gap;
    while (true) {
      slot = (slot + 1) & mask;
      if (table[slot] == 0) {
        table[hole] = 0;
        return;
      }
      int home = hashes[table[slot] - 1] & mask;
      if (((slot - home) & mask) >= ((slot - hole) & mask)) {
        table[hole] = table[slot];
        hole = slot;
      }
    }
  }

  private void link(int entry, int hash) {
    int mask = table.length - 1;
    int slot = hash & mask;
    while (table[slot] != 0) {
      slot = (slot + 1) & mask;
    }
    table[slot] = entry + 1;
  }

  private void grow() {
    int capacity = Math.min(keys.length * 2, Math.max(maxKeys, keys.length + 1));
    keys = Arrays.copyOf(keys, capacity);
    hashes = Arrays.copyOf(hashes, capacity);
    times = Arrays.copyOf(times, capacity * limit);
    records = Arrays.copyOf(records, capacity * limit);
    sizes = Arrays.copyOf(sizes, capacity);
    heads = Arrays.copyOf(heads, capacity);
    older = Arrays.copyOf(older, capacity);
    newer = Arrays.copyOf(newer, capacity);
    if (table.length < 2 * capacity) {
      table = new int[Integer.highestOneBit(2 * capacity - 1) << 1];
      for (int entry = 0; entry < used; entry++) {
        if (keys[entry] != null) {
          link(entry, hashes[entry]);
        }
      }
    }
  }

  private void linkNewest(int entry) {
    older[entry] = newest;
    newer[entry] = NONE;
    if (newest == NONE) {
      oldest = entry;
    } else {
      newer[newest] = entry;
    }
    newest = entry;
  }

  private void unlink(int entry) {
    if (older[entry] == NONE) {
      oldest = newer[entry];
    } else {
      newer[older[entry]] = newer[entry];
    }
    if (newer[entry] == NONE) {
      newest = older[entry];
    } else {
      older[newer[entry]] = older[entry];
    }
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public long evicted() {
    return evicted;
  }
}
