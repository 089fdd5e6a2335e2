package io.correlator.rules.index;

import io.correlator.api.Slice;
import io.correlator.rules.detection.RecordView;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells by a line of JSON that none of the texts in it shows a literal, so that they need not be
 * decoded: keywords are looked for in all values of a record, and are hardly ever there. Immutable.
 *
 * <p>Looked for is the longest part of each literal that JSON writes as it is, in ASCII. A line in
 * which a letter could be written otherwise, as {@code \\u0041} or by one of the four letters
 * beyond ASCII that are the same as one within but for case, may show anything. So may a number,
 * which is why each literal needs a letter that numbers do not have.
 */
final class JsonSieve {
  private static final int SHORTEST = 4;
  private static final int LONGEST_LINE = 1 << 16;

  private static final long EACH = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  // How the letters begin in UTF-8 that fold to ASCII: I with a dot, i without one; the long s; the
  // sign of Kelvin.
  private static final byte TURKISH = (byte) 0xc4;
  private static final byte LONG_S = (byte) 0xc5;
  private static final byte KELVIN = (byte) 0xe2;

  private final Automaton parts;
  private final ByteSieve sieve;

  private JsonSieve(List<String> parts, Alphabet alphabet) {
    this.parts = new Automaton(parts, alphabet);
    this.sieve = new ByteSieve(parts, alphabet);
  }

  /** Room for a line; one for each thread. */
  static byte[] room() {
    return new byte[LONGEST_LINE];
  }

  /** A sieve for some folded literals; none without any, or if one has no part to look for. */
  static Optional<JsonSieve> of(List<String> literals, Alphabet alphabet) {
    Set<String> parts = new LinkedHashSet<>();
    literals.forEach(literal -> parts.add(part(literal)));
    return parts.isEmpty() || parts.contains("")
        ? Optional.empty()
        : Optional.of(new JsonSieve(List.copyOf(parts), alphabet));
  }

  /** The longest part of a literal that stands in JSON as it is; empty if that is not enough. */
  private static String part(String literal) {
    String longest = "";
    int from = 0;
    for (int at = 0; at <= literal.length(); at++) {
      if (at == literal.length() || !isPlain(literal.charAt(at))) {
        longest = at - from > longest.length() ? literal.substring(from, at) : longest;
        from = at + 1;
      }
    }
    boolean inNoNumber = literal.chars().anyMatch(c -> c >= 'a' && c <= 'z' && c != 'e');
    return longest.length() >= SHORTEST && inNoNumber ? longest : "";
  }

  private static boolean isPlain(char c) {
    return c >= ' ' && c < 127 && c != '"' && c != '\\' && c != '/';
  }

  /**
   * Whether some of the texts of a record may show a literal.
   *
   * @param line the {@linkplain #room() room} for it
   */
  boolean mayShow(RecordView view, byte[] line) {
    Optional<Slice> json = view.json();
    if (json.isEmpty() || json.get().length() > LONGEST_LINE) {
      return true;
    }
    int length = json.get().length();
    json.get().copyTo(line, 0);
    return mayHide(line, length) || shows(line, length);
  }

  private boolean shows(byte[] line, int length) {
    int done = 0;
    int look = sieve.find(line, 0, length);
    while (look >= 0) {
      int at = Math.max(done, look - sieve.reach() + 1);
      int place = 0;
      do {
        // Each byte as a character: those of ASCII are right, and others are in no part.
        place = parts.next(place, (char) (line[at++] & 0xff));
        if (Automaton.isEnd(place)) {
          return true;
        }
      } while (at < look + ByteSieve.GRAM || (place != 0 && at < length));
      done = at;
      look = sieve.find(line, done, length);
    }
    return false;
  }

  /** Whether some character of ASCII may be written in another way. */
  private static boolean mayHide(byte[] line, int length) {
    long suspects = 0;
    long before = 0;
    int at = 0;
    for (; at + Long.BYTES <= length; at += Long.BYTES) {
      // A mark may be wrong above one that is right; what matters is that none is missing.
      long eight = (long) EIGHT_BYTES.get(line, at);
      long backslashes = marks(eight ^ '\\' * EACH);
      suspects |= eight | ((backslashes << 8 | before) & marks(eight ^ 'u' * EACH));
      before = backslashes >>> 56;
    }
    int from = (suspects & HIGH_BITS) == 0 ? at : 0;
    return hasEscape(line, from, length) || mayFold(line, from, length);
  }

  /** The high bit of each byte that is zero. */
  private static long marks(long eight) {
    return eight - EACH & ~eight & HIGH_BITS;
  }

  /** Whether some u is behind a backslash that no other one stands for, as in a path. */
  private static boolean hasEscape(byte[] line, int from, int to) {
    for (int i = from; i < to; i++) {
      if (line[i] == 'u') {
        int first = i;
        while (first > 0 && line[first - 1] == '\\') {
          first--;
        }
        if ((i - first) % 2 == 1) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean mayFold(byte[] line, int from, int length) {
    for (int i = from; i < length; i++) {
      byte b = line[i];
      if (b == TURKISH
          || b == LONG_S
          || (b == KELVIN && i + 1 < length && line[i + 1] == (byte) 0x84)) {
        return true;
      }
    }
    return false;
  }
}
