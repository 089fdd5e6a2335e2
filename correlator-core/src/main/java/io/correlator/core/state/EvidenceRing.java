package io.correlator.core.state;

import io.correlator.api.LogRecord;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The last records that were counted somewhere, in one ring for all keys of a module: a counter
 * keeps the numbers of its records, and whoever raises an alarm asks for the records themselves.
 *
 * <p>A kept record keeps its whole block of bytes. Where hits are dense that is cheap, because many
 * share a block; where they are sparse, each record gets bytes of its own. So a block is held only
 * for so many records or more, which bounds what the ring can hold on to. Long records are bounded
 * by their bytes: the oldest go when there are too many.
 */
public final class EvidenceRing implements UndoLog.ObjectPart {
  /** The version of what {@link #save} writes. */
  public static final int VERSION = 1;

  /** How many records of a block make it worth holding, for all keys of a module. */
  public static final int DENSE = 64;

  /**
   * The same for a group of keys. Where hits are dense, other groups hold the same block, so it
   * costs less; but where they are not, each group can hold as many blocks as this allows.
   */
  public static final int DENSE_IN_GROUP = 32;

  // The place in the log that is no slot.
  private static final int NUMBERS = -1;

  private final @Nullable LogRecord[] ring;

  // The lengths of the records in the ring. A record that is overwritten was made long ago: to ask
  // it would be to wait for memory, for each hit.
  private final int[] lengths;

  private final long mostBytes;
  private final int dense;
  private final UndoLog undo;
  private final int part;
  private long first;
  private long next;
  private long bytes;
  private long firstOfBlock;

  // What the numbers were when the stretch of a call that is in progress first changed one.
  private long loggedIn;
  private long firstBefore;
  private long nextBefore;
  private long bytesBefore;
  private long firstOfBlockBefore;

  /**
   * A ring.
   *
   * @param capacity how many records it holds, a power of two
   * @param mostBytes how many bytes the lines of all records may have together
   * @param dense for how many records a block is held, instead of copies of them
   * @param undo where it logs what it changes
   */
  public EvidenceRing(int capacity, long mostBytes, int dense, UndoLog undo) {
    if (Integer.bitCount(capacity) != 1) {
      throw new IllegalArgumentException("capacity must be a power of two, was " + capacity);
    }
    this.ring = new LogRecord[capacity];
    this.lengths = new int[capacity];
    this.mostBytes = mostBytes;
    this.dense = dense;
    this.undo = undo;
    this.part = undo.register(this);
  }

  /** Keeps {@code record} for a while and returns its number. */
  public long add(LogRecord record) {
    LogRecord last = next == first ? null : ring[slot(next - 1)];
    if (last == record) {
      return next - 1;
    }
    changing();
    if (last == null || !last.sharesBlockWith(record)) {
      compactSparseBlock();
      firstOfBlock = next;
    }
    bytes += record.length();
    if (next - first == ring.length) {
      bytes -= lengths[slot(next)];
      first++;
    }
    set(slot(next++), record);
    while (bytes > mostBytes && next - first > 1) {
      dropFirst();
    }
    return next - 1;
  }

  private void dropFirst() {
    int slot = slot(first++);
    bytes -= lengths[slot];
    set(slot, null);
  }

  private void set(int slot, @Nullable LogRecord record) {
    undo.log(part, slot, lengths[slot], null, ring[slot]);
    put(slot, record);
  }

  private void put(int slot, @Nullable LogRecord record) {
    ring[slot] = record;
    lengths[slot] = record == null ? 0 : record.length();
  }

  private void changing() {
    if (!undo.isActive() || loggedIn == undo.span()) {
      return;
    }
    loggedIn = undo.span();
    firstBefore = first;
    nextBefore = next;
    bytesBefore = bytes;
    firstOfBlockBefore = firstOfBlock;
    undo.log(part, NUMBERS, 0, null, null);
  }

  /** Sets a slot back, or the numbers. */
  @Override
  public void undo(int place, long old, @Nullable Object changed, @Nullable Object held) {
    if (place == NUMBERS) {
      first = firstBefore;
      next = nextBefore;
      bytes = bytesBefore;
      firstOfBlock = firstOfBlockBefore;
    } else {
      ring[place] = (LogRecord) held;
      lengths[place] = (int) old;
    }
  }

  private void compactSparseBlock() {
    if (next - firstOfBlock < dense) {
      for (long number = Math.max(first, firstOfBlock); number < next; number++) {
        LogRecord sparse = ring[slot(number)];
        ring[slot(number)] = sparse == null ? null : sparse.compact();
      }
    }
  }

  /** The record of this number, unless newer ones have taken its place. */
  public Optional<LogRecord> get(long number) {
    if (number < first || number >= next) {
      return Optional.empty();
    }
    return Optional.ofNullable(ring[slot(number)]);
  }

  /** Whether a record was ever kept. */
  public boolean isUsed() {
    return next > 0;
  }

  private int slot(long number) {
    return (int) (number & (ring.length - 1));
  }

  /**
   * Writes all records.
   *
   * @throws IOException never
   */
  public void save(StateOutput out) throws IOException {
    out.writeLong(next);
    out.writeInt((int) (next - first));
    for (long number = first; number < next; number++) {
      LogRecord record = ring[slot(number)];
      if (record != null) {
        out.writeRecord(record);
      }
    }
  }

  /**
   * Takes over what was saved.
   *
   * @throws IOException if something else stands there
   */
  public void load(StateInput in) throws IOException {
    next = in.readLong();
    int count = in.readInt(0, ring.length);
    if (next < count) {
      throw new InvalidObjectException("there are more records than there were");
    }
    first = next - count;
    firstOfBlock = next;
    for (long number = first; number < next; number++) {
      LogRecord record = in.readRecord();
      put(slot(number), record);
      bytes += record.length();
    }
  }
}
