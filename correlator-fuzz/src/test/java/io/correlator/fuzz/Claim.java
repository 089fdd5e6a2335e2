package io.correlator.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** What targets say must hold: a million times, so nothing is made that is not needed. */
public final class Claim {
  private static final int SHOWN = 400;

  private Claim() {}

  /** Fails unless it holds. */
  public static void that(boolean holds, String claim) {
    if (!holds) {
      throw new AssertionError(claim);
    }
  }

  /** Fails unless both are equal. */
  public static void same(Object expected, Object found, String claim) {
    if (!Objects.equals(expected, found)) {
      throw new AssertionError(
          "%s: expected %s, found %s".formatted(claim, shown(expected), shown(found)));
    }
  }

  /** Fails unless both are equal, and says where they differ. */
  public static void sameLists(List<?> expected, List<?> found, String claim) {
    for (int i = 0; i < Math.min(expected.size(), found.size()); i++) {
      if (!expected.get(i).equals(found.get(i))) {
        same(expected.get(i), found.get(i), "%s, number %d".formatted(claim, i));
      }
    }
    if (expected.size() != found.size()) {
      throw new AssertionError(
          "%s: expected %d, found %d: %s and %s"
              .formatted(claim, expected.size(), found.size(), shown(expected), shown(found)));
    }
  }

  /** Fails unless both are equal. */
  public static void sameBytes(byte[] expected, byte[] found, String claim) {
    if (!Arrays.equals(expected, found)) {
      throw new AssertionError(
          "%s: expected %d bytes, found %d, which differ from byte %d"
              .formatted(claim, expected.length, found.length, Arrays.mismatch(expected, found)));
    }
  }

  private static String shown(Object value) {
    String text = String.valueOf(value);
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }
}
