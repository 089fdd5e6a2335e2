package io.correlator.core.state;

import io.correlator.api.LogRecord;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The last records that were counted somewhere, in one ring for all keys of a pipeline: a counter
 * keeps the numbers of its records, and whoever raises an alarm asks for the records themselves.
 *
 * <p>A kept record keeps its whole block of bytes. Where hits are dense that is cheap, because many
 * share a block; where they are sparse, each record gets bytes of its own. So a block is held only
 * for {@link #DENSE} records or more, which bounds what the ring can hold on to.
 */
public final class EvidenceRing {
  static final int DENSE = 64;

  private final @Nullable LogRecord[] ring;
  private long next;
  private long firstOfBlock;

  /** A ring for {@code capacity} records, a power of two. */
  public EvidenceRing(int capacity) {
    if (Integer.bitCount(capacity) != 1) {
      throw new IllegalArgumentException("capacity must be a power of two, was " + capacity);
    }
    ring = new LogRecord[capacity];
  }

  /** Keeps {@code record} for a while and returns its number. */
  public long add(LogRecord record) {
    LogRecord last = next == 0 ? null : ring[slot(next - 1)];
    if (last != record) {
      if (last == null || !last.sharesBlockWith(record)) {
        compactSparseBlock();
        firstOfBlock = next;
      }
      ring[slot(next)] = record;
      return next++;
    }
    return next - 1;
  }

  private void compactSparseBlock() {
    if (next - firstOfBlock < DENSE) {
      for (long number = firstOfBlock; number < next; number++) {
        LogRecord sparse = ring[slot(number)];
        ring[slot(number)] = sparse == null ? null : sparse.compact();
      }
    }
  }

  /** The record of this number as a compact copy, unless newer ones have taken its place. */
  public Optional<LogRecord> get(long number) {
    if (number < 0 || number >= next || next - number > ring.length) {
      return Optional.empty();
    }
    return Optional.ofNullable(ring[slot(number)]).map(LogRecord::compact);
  }

  private int slot(long number) {
    return (int) (number & (ring.length - 1));
  }
}
