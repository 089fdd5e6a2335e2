package io.correlator.rules.index;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

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

  private JsonSieve(Automaton parts) {
    this.parts = parts;
  }

  /** What one thread needs to look at a line. */
  static final class Room implements Automaton.Ends {
    private final byte[] line = new byte[LONGEST_LINE];
    private final char[] buffer = Automaton.buffer();
    private boolean found;

    @Override
    public void at(int state, int end, boolean last) {
      found = true;
    }
  }

  /** A sieve for some folded literals; none without any, or if one has no part to look for. */
  static Optional<JsonSieve> of(List<String> literals, Alphabet alphabet) {
    Set<String> parts = new LinkedHashSet<>();
    literals.forEach(literal -> parts.add(part(literal)));
    return parts.isEmpty() || parts.contains("")
        ? Optional.empty()
        : Optional.of(new JsonSieve(new Automaton(List.copyOf(parts), alphabet)));
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

  /** Whether some of the texts of a record may show a literal. */
  boolean mayShow(RecordView view, Room room) {
    Optional<Slice> json = view.json();
    if (json.isEmpty() || json.get().length() > LONGEST_LINE) {
      return true;
    }
    int length = json.get().length();
    json.get().copyTo(room.line, 0);
    if (mayHide(room.line, length)) {
      return true;
    }
    room.found = false;
    // Each byte as a character: those of ASCII are right, and others are in no part.
    parts.scan(new String(room.line, 0, length, ISO_8859_1), room.buffer, room);
    return room.found;
  }

  /** Whether some character of ASCII may be written in another way. */
  private static boolean mayHide(byte[] line, int length) {
    int at = 0;
    for (; at + Long.BYTES <= length; at += Long.BYTES) {
      long eight = (long) EIGHT_BYTES.get(line, at);
      long backslashes = eight ^ '\\' * EACH;
      if ((((backslashes - EACH & ~backslashes) | eight) & HIGH_BITS) != 0
          && mayHide(line, at, at + Long.BYTES, length)) {
        return true;
      }
    }
    return mayHide(line, at, length, length);
  }

  private static boolean mayHide(byte[] line, int from, int to, int length) {
    for (int i = from; i < to; i++) {
      byte b = line[i];
      boolean hides =
          b == '\\'
              ? i + 1 < length && line[i + 1] == 'u'
              : b == TURKISH
                  || b == LONG_S
                  || (b == KELVIN && i + 1 < length && line[i + 1] == (byte) 0x84);
      if (hides) {
        return true;
      }
    }
    return false;
  }
}
