package io.correlator.core.state;

import io.correlator.api.LogRecord;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The last records that were counted somewhere, in one ring for all keys of a module: a counter
 * keeps the numbers of its records, and whoever raises an alarm asks for the records themselves.
 *
 * <p>A kept record keeps its whole block of bytes. Where hits are dense that is cheap, because many
 * share a block; where they are sparse, each record gets bytes of its own. So a block is held only
 * for {@link #DENSE} records or more, which bounds what the ring can hold on to. Long records are
 * bounded by their bytes: the oldest go when there are too many.
 */
public final class EvidenceRing implements UndoLog.Part {
  /** The version of what {@link #save} writes. */
  public static final int VERSION = 1;

  static final int DENSE = 64;

  // Places in the log that are no slots.
  private static final int NEXT = -1;
  private static final int FIRST = -2;
  private static final int BYTES = -3;
  private static final int FIRST_OF_BLOCK = -4;

  private final @Nullable LogRecord[] ring;

  // The lengths of the records in the ring. A record that is overwritten was made long ago: to ask
  // it would be to wait for memory, for each hit.
  private final int[] lengths;

  private final long mostBytes;
  private final UndoLog undo;
  private final int part;
  private long first;
  private long next;
  private long bytes;
  private long firstOfBlock;

  // What stood in the slots that the call in progress has changed, in that order.
  private @Nullable LogRecord[] replaced = new LogRecord[16];
  private int replacedCount;
  private long loggedIn;

  /**
   * A ring.
   *
   * @param capacity how many records it holds, a power of two
   * @param mostBytes how many bytes the lines of all records may have together
   * @param undo where it logs what it changes
   */
  public EvidenceRing(int capacity, long mostBytes, UndoLog undo) {
    if (Integer.bitCount(capacity) != 1) {
      throw new IllegalArgumentException("capacity must be a power of two, was " + capacity);
    }
    this.ring = new LogRecord[capacity];
    this.lengths = new int[capacity];
    this.mostBytes = mostBytes;
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
    if (undo.isActive()) {
      if (replacedCount == replaced.length) {
        replaced = Arrays.copyOf(replaced, 2 * replacedCount);
      }
      replaced[replacedCount++] = ring[slot];
      undo.log(part, slot, 0);
    }
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
    Arrays.fill(replaced, 0, replacedCount, null);
    replacedCount = 0;
    undo.log(part, NEXT, next);
    undo.log(part, FIRST, first);
    undo.log(part, BYTES, bytes);
    undo.log(part, FIRST_OF_BLOCK, firstOfBlock);
  }

  /** Sets a slot back, or one of the numbers. */
  @Override
  public void undo(int place, long old) {
    switch (place) {
      case NEXT -> next = old;
      case FIRST -> first = old;
      case BYTES -> bytes = old;
      case FIRST_OF_BLOCK -> firstOfBlock = old;
      default -> put(place, replaced[--replacedCount]);
    }
  }

  private void compactSparseBlock() {
    if (next - firstOfBlock < DENSE) {
      for (long number = Math.max(first, firstOfBlock); number < next; number++) {
        LogRecord sparse = ring[slot(number)];
        ring[slot(number)] = sparse == null ? null : sparse.compact();
      }
    }
  }

  /** The record of this number as a compact copy, unless newer ones have taken its place. */
  public Optional<LogRecord> get(long number) {
    if (number < first || number >= next) {
      return Optional.empty();
    }
    return Optional.ofNullable(ring[slot(number)]).map(LogRecord::compact);
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
