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
  static final int GRAM = Grams.LENGTH;

  private static final int LONGEST_STRIDE = 8;

  /** Makes letters of either case the same, and some other characters too. */
  private static final int FOLD = 0x20202020;

  private static final VarHandle FOUR_BYTES =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final GramSet grams;
  private final int stride;
  private final int reach;

  /** A sieve for some folded literals, at least one. */
  ByteSieve(List<String> literals, Alphabet alphabet) {
    int shortest = literals.stream().mapToInt(String::length).min().orElseThrow();
    stride = Math.min(LONGEST_STRIDE, shortest - GRAM + 1);
    grams = new GramSet((long) stride * literals.size());
    int last = 0;
    for (String literal : literals) {
      byte[] bytes = literal.getBytes(US_ASCII);
      int first = alphabet.grams().rarest(alphabet.encode(literal), stride);
      last = Math.max(last, first + stride);
      for (int from = first; from < first + stride; from++) {
        grams.add(gram(bytes, from));
      }
    }
    reach = last;
  }

  private static int gram(byte[] line, int at) {
    return (int) FOUR_BYTES.get(line, at) | FOLD;
  }

  /** A literal that is found by a look begins less than so many bytes before it. */
  int reach() {
    return reach;
  }

  /** The first look, from {@code from} on, that shows what is in a literal; -1 if there is none. */
  int find(byte[] line, int from, int to) {
    for (int at = from; at + GRAM <= to; at += stride) {
      if (grams.mayHave(gram(line, at))) {
        return at;
      }
    }
    return -1;
  }
}
