package io.correlator.api.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the name that a person probably meant. May be used by any thread.
 *
 * <p>The distance is that of Damerau and Levenshtein in its restricted form (optimal string
 * alignment): how many letters to insert, delete, replace or swap with their neighbour.
 */
public final class NearestName {
  private NearestName() {}

  /** The candidate nearest to {@code wanted}, unless even that has little in common with it. */
  public static Optional<String> of(String wanted, Collection<String> candidates) {
    String nearest = null;
    int least = Math.max(2, wanted.length() / 3) + 1;
    for (String candidate : candidates) {
      int distance = distance(wanted.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
      // At the full length not a letter is left.
      if (distance < least && distance < Math.max(wanted.length(), candidate.length())) {
        least = distance;
        nearest = candidate;
      }
    }
    return Optional.ofNullable(nearest);
  }

  /** What to add to an error about {@code wanted}: the nearest candidate, or all of them. */
  public static String hint(String wanted, Collection<String> candidates) {
    return of(wanted, candidates)
        .map(": did you mean '%s'?"::formatted)
        .orElseGet(() -> ": there is " + String.join(", ", candidates));
  }

  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      d[i][0] = i;
    }
    for (int j = 0; j <= b.length(); j++) {
      d[0][j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1), d[i - 1][j - 1] + change);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
