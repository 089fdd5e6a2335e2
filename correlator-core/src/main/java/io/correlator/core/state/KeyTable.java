package io.correlator.core.state;

import io.correlator.api.Slice;

/**
 * Gives keys numbers, called entries, under which operators keep their state in columns: a hash
 * table with chains and linear hashing, in which each new key splits one bucket. So it grows
 * without a pause, and a key costs 16 bytes and its own.
 *
 * <p>Expiry costs nothing extra: each new key looks at a few entries, round and round, and removes
 * what has expired. When the table is full, a new key pushes out, of a sample, one that has
 * expired, or else the one that is farthest from its goal, or else the one unchanged for longest. A
 * sample protects what is close to its goal as long as most keys are not, and yet nobody can fill
 * the table with such keys so that new ones never get anywhere.
 */
final class KeyTable {
  static final int NONE = -1;

  /** Tables no larger than this are searched whole for what to push out. */
  static final int SAMPLED_FROM = 64;

  private static final int SAMPLE = 16;
  private static final int LOOKED_AT_PER_NEW_KEY = 3;
  private static final int MOVED_PER_NEW_KEY = 8;
  private static final int FIRST_BUCKETS = 16;

  // The draw is the same in each run, so that a replay pushes out the same keys. It says nothing
  // about which key is behind an entry.
  private static final long DRAW = 0x9E3779B97F4A7C15L;

  /** Whose state the entries are. */
  interface Tenant {
    /** How close to its goal an entry is, in thousandths; negative if it has expired. */
    int progress(int entry, long now);

    /** When an entry changed last. */
    long lastChange(int entry, long now);

    /** Whether an entry stays however long nothing happens. */
    boolean isHeld(int entry);

    /** The entry is being pushed out; {@link #clear} follows. */
    void evicting(int entry, long now);

    /** Clears the state of an entry that goes. */
    void clear(int entry);
  }

  private final int maxKeys;
  private final long seed;
  private final long horizon;
  private final Tenant tenant;
  private final KeyArena arena = new KeyArena();

  // Per bucket: the first entry of its chain + 1, or 0.
  private final IntPages heads = new IntPages();
  // Per entry: the next of its chain + 1, or 0; if free, the complement of the next free one + 1.
  private final IntPages nexts = new IntPages();
  private final IntPages hashes = new IntPages();
  private final IntPages keys = new IntPages();

  private int mask = FIRST_BUCKETS - 1;
  private int split;
  private int used;
  private int free = NONE;
  private int size;
  private int hand;
  private int movingHand;
  private long draw = DRAW;
  private long evicted;
  private long lastUse = Long.MIN_VALUE;
  private long lastSweep = Long.MIN_VALUE;

  /**
   * A table.
   *
   * @param seed of the hash; best one that nobody can guess
   * @param horizon within how many milliseconds of silence all that is not held has expired
   */
  KeyTable(int maxKeys, long seed, long horizon, Tenant tenant) {
    this.maxKeys = maxKeys;
    this.seed = seed;
    this.horizon = horizon;
    this.tenant = tenant;
  }

  /**
   * Time has come to {@code now}, for the use that follows. State may keep times in 32 bits, which
   * are ambiguous after a while, so what has expired is removed before that.
   */
  void touch(long now) {
    if (lastUse != Long.MIN_VALUE && now - lastUse > horizon) {
      for (int entry = 0; entry < used; entry++) {
        if (inUse(entry) && !tenant.isHeld(entry)) {
          remove(entry);
        }
      }
      lastSweep = now;
    } else if (lastSweep == Long.MIN_VALUE) {
      lastSweep = now;
    } else if (now - lastSweep > horizon) {
      for (int entry = 0; entry < used; entry++) {
        removeIfExpired(entry, now);
      }
      lastSweep = now;
    }
    lastUse = now;
  }

  /** The entry of {@code key}, or {@link #NONE}. */
  int find(Slice key) {
    Slice bounded = KeyArena.bounded(key);
    return find(bounded, bounded.hash(seed));
  }

  /** The entry of {@code key}, made if there is none. */
  int findOrInsert(Slice key, long now) {
    Slice bounded = KeyArena.bounded(key);
    int hash = bounded.hash(seed);
    int entry = find(bounded, hash);
    return entry != NONE ? entry : insert(bounded, hash, now);
  }

  private int find(Slice key, int hash) {
    for (int entry = heads.get(bucketOf(hash)) - 1; entry >= 0; entry = nexts.get(entry) - 1) {
      if (hashes.get(entry) == hash && arena.matches(keys.get(entry), key)) {
        return entry;
      }
    }
    return NONE;
  }

  private int bucketOf(int hash) {
    int bucket = hash & mask;
    return bucket < split ? hash & (2 * mask + 1) : bucket;
  }

  private int insert(Slice key, int hash, long now) {
    lookAtSome(now);
    if (size >= maxKeys) {
      evict(now);
    }
    moveSome();
    int entry = free;
    if (entry == NONE) {
      entry = used++;
    } else {
      free = ~nexts.get(entry) - 1;
    }
    hashes.set(entry, hash);
    keys.set(entry, arena.put(key));
    link(entry, bucketOf(hash));
    size++;
    if (size > mask + 1 + split) {
      splitBucket();
    }
    return entry;
  }

  private void link(int entry, int bucket) {
    nexts.set(entry, heads.get(bucket));
    heads.set(bucket, entry + 1);
  }

  /** Divides the entries of one bucket between it and a new one. */
  private void splitBucket() {
    int bucket = split;
    int sibling = split + mask + 1;
    int entry = heads.get(bucket) - 1;
    heads.set(bucket, 0);
    while (entry >= 0) {
      int next = nexts.get(entry) - 1;
      link(entry, (hashes.get(entry) & (mask + 1)) == 0 ? bucket : sibling);
      entry = next;
    }
    split++;
    if (split > mask) {
      mask = 2 * mask + 1;
      split = 0;
    }
  }

  private void lookAtSome(long now) {
    for (int i = 0; i < LOOKED_AT_PER_NEW_KEY && used > 0; i++) {
      hand = hand + 1 < used ? hand + 1 : 0;
      removeIfExpired(hand, now);
    }
  }

  private void removeIfExpired(int entry, long now) {
    if (inUse(entry) && tenant.progress(entry, now) < 0) {
      remove(entry);
    }
  }

  private void evict(long now) {
    boolean whole = used <= SAMPLED_FROM;
    int worst = NONE;
    int worstProgress = Integer.MAX_VALUE;
    long worstChange = 0;
    for (int i = 0; i < (whole ? used : SAMPLE); i++) {
      int entry = whole ? i : draw();
      if (inUse(entry)) {
        int progress = tenant.progress(entry, now);
        if (progress < 0) {
          remove(entry);
          return;
        }
        long change = tenant.lastChange(entry, now);
        if (progress < worstProgress || (progress == worstProgress && change < worstChange)) {
          worst = entry;
          worstProgress = progress;
          worstChange = change;
        }
      }
    }
    tenant.evicting(worst, now);
    remove(worst);
    evicted++;
  }

  private int draw() {
    draw ^= draw << 13;
    draw ^= draw >>> 7;
    draw ^= draw << 17;
    return (int) (((draw >>> Integer.SIZE) * used) >>> Integer.SIZE);
  }

  private void moveSome() {
    if (!arena.isMoving()) {
      return;
    }
    for (int i = 0; i < MOVED_PER_NEW_KEY && movingHand < used; i++, movingHand++) {
      if (inUse(movingHand)) {
        keys.set(movingHand, arena.move(keys.get(movingHand)));
      }
    }
    if (movingHand >= used) {
      arena.moved();
      movingHand = 0;
    }
  }

  /** Forgets an entry and its state. */
  void remove(int entry) {
    tenant.clear(entry);
    unlink(entry, bucketOf(hashes.get(entry)));
    arena.drop(keys.get(entry));
    nexts.set(entry, ~(free + 1));
    free = entry;
    size--;
  }

  private void unlink(int entry, int bucket) {
    int next = nexts.get(entry);
    int previous = heads.get(bucket) - 1;
    if (previous == entry) {
      heads.set(bucket, next);
      return;
    }
    while (nexts.get(previous) - 1 != entry) {
      previous = nexts.get(previous) - 1;
    }
    nexts.set(previous, next);
  }

  boolean inUse(int entry) {
    return entry < used && nexts.get(entry) >= 0;
  }

  Slice key(int entry) {
    return arena.get(keys.get(entry));
  }

  /** Compares the keys of two entries, byte by byte. */
  int compareKeys(int left, int right) {
    return arena.compare(keys.get(left), keys.get(right));
  }

  int size() {
    return size;
  }

  /** All entries have numbers below this. */
  int used() {
    return used;
  }

  long evicted() {
    return evicted;
  }

  /** How many bytes the table takes, without the state of its tenant. */
  long bytes() {
    return arena.bytes() + heads.bytes() + nexts.bytes() + hashes.bytes() + keys.bytes();
  }
}
