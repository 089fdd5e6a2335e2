package io.correlator.sources.format;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Names that occur in record after record, so that they are made once. Bounded: each name has one
 * place, and one that comes anew takes it from the one before. May be used by any thread.
 */
final class InternedNames {
  private static final int SIZE = 2048;
  private static final int LONGEST = 48;
  private static final AtomicReferenceArray<String> NAMES = new AtomicReferenceArray<>(SIZE);

  private static final AtomicReferenceArray<Joined> JOINED = new AtomicReferenceArray<>(SIZE);

  private InternedNames() {}

  static String of(byte[] bytes, int from, int to) {
    int length = to - from;
    if (length > LONGEST) {
      return new String(bytes, from, length, StandardCharsets.UTF_8);
    }
    int hash = length;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + bytes[i];
    }
    int place = (hash ^ hash >>> 15) & SIZE - 1;
    String known = NAMES.getPlain(place);
    if (known != null && isSame(known, bytes, from, to)) {
      return known;
    }
    String name = new String(bytes, from, length, StandardCharsets.UTF_8);
    NAMES.setRelease(place, name);
    return name;
  }

  /** Two names in one, with an underscore between them. */
  static String joined(String first, String second) {
    if (first.length() + second.length() > LONGEST) {
      return first + '_' + second;
    }
    int hash = 31 * first.hashCode() + second.hashCode();
    int place = (hash ^ hash >>> 15) & SIZE - 1;
    Joined known = JOINED.getPlain(place);
    if (known != null && known.first.equals(first) && known.second.equals(second)) {
      return known.name;
    }
    Joined joined = new Joined(first, second, first + '_' + second);
    JOINED.setRelease(place, joined);
    return joined.name;
  }

  private record Joined(String first, String second, String name) {}

  /** Names beyond ASCII never are: their bytes are negative. */
  private static boolean isSame(String name, byte[] bytes, int from, int to) {
    if (name.length() != to - from) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) != bytes[from + i]) {
        return false;
      }
    }
    return true;
  }
}
