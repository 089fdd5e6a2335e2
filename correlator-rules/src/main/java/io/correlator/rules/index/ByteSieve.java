package io.correlator.rules.index;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;

/**
 * What a {@link Sieve} is to texts, for lines of bytes and literals of ASCII: it tells where in a
 * line a literal may stand, and looks at four bytes at once. Immutable.
 */
final class ByteSieve {
  /** So many bytes are looked at; no literal may be shorter. */
  static final int GRAM = 4;

  private static final int LONGEST_STRIDE = 8;
  private static final int BITS_PER_GRAM = 32;
  private static final int FEWEST_BITS = 12;
  private static final int MOST_BITS = 21;
  private static final int MULTIPLIER = 0x9E3779B1;

  /** Makes letters of either case the same, and some other characters too. */
  private static final int FOLD = 0x20202020;

  private static final VarHandle FOUR_BYTES =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final long[] bits;
  private final int shift;
  private final int stride;

  /** A sieve for some folded literals, at least one. */
  ByteSieve(List<String> literals) {
    int shortest = literals.stream().mapToInt(String::length).min().orElseThrow();
    stride = Math.min(LONGEST_STRIDE, shortest - GRAM + 1);
    long wanted = (long) BITS_PER_GRAM * stride * literals.size();
    int size = FEWEST_BITS;
    while (size < MOST_BITS && (1L << size) < wanted) {
      size++;
    }
    shift = Integer.SIZE - size;
    bits = new long[1 << (size - 6)];
    for (String literal : literals) {
      byte[] bytes = literal.getBytes(US_ASCII);
      for (int from = 0; from < stride; from++) {
        int bit = bit(bytes, from);
        bits[bit >>> 6] |= 1L << bit;
      }
    }
  }

  private int bit(byte[] line, int at) {
    return (((int) FOUR_BYTES.get(line, at) | FOLD) * MULTIPLIER) >>> shift;
  }

  /** A literal that is found by a look begins less than so many bytes before it. */
  int stride() {
    return stride;
  }

  /** The first look, from {@code from} on, that shows what is in a literal; -1 if there is none. */
  int find(byte[] line, int from, int to) {
    for (int at = from; at + GRAM <= to; at += stride) {
      int bit = bit(line, at);
      if ((bits[bit >>> 6] & 1L << bit) != 0) {
        return at;
      }
    }
    return -1;
  }
}
