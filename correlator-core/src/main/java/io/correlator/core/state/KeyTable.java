package io.correlator.core.state;

import io.correlator.api.Slice;
import java.io.IOException;
import java.io.InvalidObjectException;

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
final class KeyTable implements UndoLog.Part {
  static final int NONE = -1;

  /** Tables no larger than this are searched whole for what to push out. */
  static final int SAMPLED_FROM = 64;

  private static final int SAMPLE = 16;
  private static final int LOOKED_AT_PER_NEW_KEY = 3;
  private static final int MOVED_PER_NEW_KEY = 8;
  private static final int FIRST_BUCKETS = 16;
  private static final int EVICTED_PART = 64;

  // Numbers per entry, and where in its row they are.
  private static final int ROW = 3;
  private static final int HASH = 1;
  private static final int KEY = 2;

  // Places of this part in the log.
  private static final int LAST_USE = 0;
  private static final int LAST_SWEEP = 1;
  private static final int NUMBERS = 2;

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

    /** Whether entries go when memory is short. */
    default boolean mayEvict() {
      return true;
    }

    /** The entry is being pushed out; {@link #clear} follows. */
    void evicting(int entry, long now);

    /** Clears the state of an entry that goes. */
    void clear(int entry);
  }

  private final int maxKeys;
  private final long horizon;
  private final Tenant tenant;
  private final Memory memory;
  private final UndoLog undo;
  private final int part;
  private final KeyArena arena;

  // Per bucket: the first entry of its chain + 1, or 0.
  private final IntPages heads;
  // Per entry, a row of three numbers, so that a look-up finds them side by side: the next of its
  // chain + 1, or 0 (if free, the complement of the next free one + 1); the hash; where the key is.
  private final IntPages rows;

  private long seed;

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
  private long loggedIn;
  private final Before before = new Before();

  /** What the numbers were when the stretch of a call that is in progress first changed one. */
  private static final class Before {
    private int mask;
    private int split;
    private int used;
    private int free;
    private int size;
    private int hand;
    private int movingHand;
    private long draw;
    private long evicted;
  }

  /**
   * A table.
   *
   * @param seed of the hash; best one that nobody can guess
   * @param horizon within how many milliseconds of silence all that is not held has expired
   */
  KeyTable(int maxKeys, long seed, long horizon, Memory memory, Tenant tenant) {
    this.maxKeys = maxKeys;
    this.seed = seed;
    this.horizon = horizon;
    this.memory = memory;
    this.tenant = tenant;
    this.undo = memory.undo();
    this.part = undo.register(this);
    this.arena = new KeyArena(memory);
    this.heads = new IntPages(memory);
    this.rows = new IntPages(memory);
  }

  /** Once in each stretch of a call, before an entry comes or goes. */
  private void changing() {
    if (!undo.isActive() || loggedIn == undo.span()) {
      return;
    }
    loggedIn = undo.span();
    before.mask = mask;
    before.split = split;
    before.used = used;
    before.free = free;
    before.size = size;
    before.hand = hand;
    before.movingHand = movingHand;
    before.draw = draw;
    before.evicted = evicted;
    undo.log(part, NUMBERS, 0);
  }

  /** Sets a time back, or all other numbers. */
  @Override
  public void undo(int place, long old) {
    switch (place) {
      case LAST_USE -> lastUse = old;
      case LAST_SWEEP -> lastSweep = old;
      default -> setBack();
    }
  }

  private void setBack() {
    mask = before.mask;
    split = before.split;
    used = before.used;
    free = before.free;
    size = before.size;
    hand = before.hand;
    movingHand = before.movingHand;
    draw = before.draw;
    evicted = before.evicted;
  }

  /**
   * Time has come to {@code now}, for the use that follows. State may keep times in 32 bits, which
   * are ambiguous after a while, so what has expired is removed before that.
   */
  void touch(long now) {
    if (lastUse != now) {
      if (lastUse != Long.MIN_VALUE && now - lastUse > horizon) {
        for (int entry = 0; entry < used; entry++) {
          if (inUse(entry) && !tenant.isHeld(entry)) {
            remove(entry);
          }
        }
        sweptAt(now);
      } else if (lastSweep == Long.MIN_VALUE) {
        sweptAt(now);
      } else if (now - lastSweep > horizon) {
        for (int entry = 0; entry < used; entry++) {
          removeIfExpired(entry, now);
        }
        sweptAt(now);
      }
      undo.log(part, LAST_USE, lastUse);
      lastUse = now;
    }
    if (memory.account().hasOvergrown()) {
      evictPart(now);
    }
  }

  private void sweptAt(long now) {
    undo.log(part, LAST_SWEEP, lastSweep);
    lastSweep = now;
  }

  /** What entries hold has grown beyond the budget: some go, and what they held can be reused. */
  private void evictPart(long now) {
    changing();
    for (int left = size / EVICTED_PART + 1; left > 0 && size > 1; left--) {
      evict(now);
    }
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
    for (int entry = heads.get(bucketOf(hash)) - 1; entry >= 0; entry = next(entry) - 1) {
      if (hash(entry) == hash && arena.matches(keyAt(entry), key)) {
        return entry;
      }
    }
    return NONE;
  }

  private int next(int entry) {
    return rows.get(entry * ROW);
  }

  private int hash(int entry) {
    return rows.get(entry * ROW + HASH);
  }

  private int keyAt(int entry) {
    return rows.get(entry * ROW + KEY);
  }

  private int bucketOf(int hash) {
    int bucket = hash & mask;
    return bucket < split ? hash & (2 * mask + 1) : bucket;
  }

  private int insert(Slice key, int hash, long now) {
    changing();
    lookAtSome(now);
    if (size >= maxKeys || (size > 0 && memory.account().isOver() && tenant.mayEvict())) {
      evict(now);
    }
    moveSome();
    int entry = free;
    if (entry == NONE) {
      entry = used++;
    } else {
      free = ~next(entry) - 1;
    }
    rows.setPair(entry * ROW + HASH, hash, arena.put(key));
    link(entry, bucketOf(hash));
    size++;
    if (size > mask + 1 + split) {
      splitBucket();
    }
    return entry;
  }

  private void link(int entry, int bucket) {
    rows.set(entry * ROW, heads.get(bucket));
    heads.set(bucket, entry + 1);
  }

  /** Divides the entries of one bucket between it and a new one. */
  private void splitBucket() {
    int bucket = split;
    int sibling = split + mask + 1;
    int entry = heads.get(bucket) - 1;
    heads.set(bucket, 0);
    while (entry >= 0) {
      int next = next(entry) - 1;
      link(entry, (hash(entry) & (mask + 1)) == 0 ? bucket : sibling);
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
    if (worst == NONE) {
      return;
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
        rows.set(movingHand * ROW + KEY, arena.move(keyAt(movingHand)));
      }
    }
    if (movingHand >= used) {
      arena.moved();
      movingHand = 0;
    }
  }

  /** Forgets an entry and its state. */
  void remove(int entry) {
    changing();
    tenant.clear(entry);
    unlink(entry, bucketOf(hash(entry)));
    arena.drop(keyAt(entry));
    rows.set(entry * ROW, ~(free + 1));
    free = entry;
    size--;
  }

  private void unlink(int entry, int bucket) {
    int next = next(entry);
    int previous = heads.get(bucket) - 1;
    if (previous == entry) {
      heads.set(bucket, next);
      return;
    }
    while (next(previous) - 1 != entry) {
      previous = next(previous) - 1;
    }
    rows.set(previous * ROW, next);
  }

  /** All entries, in use or not, have numbers below this. */
  int entries() {
    return used;
  }

  boolean inUse(int entry) {
    return entry < used && next(entry) >= 0;
  }

  Slice key(int entry) {
    return arena.get(keyAt(entry));
  }

  /** Compares the keys of two entries, byte by byte. */
  int compareKeys(int left, int right) {
    return arena.compare(keyAt(left), keyAt(right));
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

  void save(StateOutput out) {
    out.writeLong(seed);
    out.writeInt(mask);
    out.writeInt(split);
    out.writeInt(used);
    out.writeInt(free);
    out.writeInt(size);
    out.writeInt(hand);
    out.writeInt(movingHand);
    out.writeLong(draw);
    out.writeLong(evicted);
    out.writeLong(lastUse);
    out.writeLong(lastSweep);
    memory.account().save(out);
    arena.save(out);
    heads.save(out);
    rows.save(out);
  }

  void load(StateInput in) throws IOException {
    seed = in.readLong();
    mask = in.readInt(FIRST_BUCKETS - 1, (1 << 30) - 1);
    split = in.readInt(0, mask);
    used = in.readInt(0, Integer.MAX_VALUE);
    free = in.readInt(NONE, used - 1);
    size = in.readInt(0, used);
    hand = in.readInt(0, used);
    movingHand = in.readInt(0, used);
    draw = in.readLong();
    evicted = in.readLong();
    lastUse = in.readLong();
    lastSweep = in.readLong();
    memory.account().load(in);
    arena.load(in);
    heads.load(in);
    rows.load(in);
    check();
  }

  /**
   * Chains must be finite and lead to every key exactly once, each in the bucket of its hash, or a
   * look-up would never end.
   */
  private void check() throws IOException {
    int found = 0;
    for (int bucket = 0; bucket <= mask + split; bucket++) {
      for (int entry = heads.get(bucket) - 1; entry >= 0; entry = next(entry) - 1) {
        if (++found > size
            || !inUse(entry)
            || bucketOf(hash(entry)) != bucket
            || !arena.isKey(keyAt(entry))) {
          throw new InvalidObjectException("the table of keys is damaged");
        }
      }
    }
    int idle = 0;
    for (int entry = free; entry != NONE; entry = ~next(entry) - 1) {
      if (++idle > used || entry < 0 || entry >= used || inUse(entry)) {
        throw new InvalidObjectException("the list of free entries is damaged");
      }
    }
    if (found != size || found + idle != used) {
      throw new InvalidObjectException("keys are missing");
    }
  }

  /** The longest chain, for whoever doubts that keys scatter. */
  int longestChain() {
    int longest = 0;
    for (int bucket = 0; bucket <= mask + split; bucket++) {
      int length = 0;
      for (int entry = heads.get(bucket) - 1; entry >= 0; entry = next(entry) - 1) {
        length++;
      }
      longest = Math.max(longest, length);
    }
    return longest;
  }

  /** How many bytes the table takes, without the state of its tenant. */
  long bytes() {
    return arena.bytes() + heads.bytes() + rows.bytes();
  }
}
