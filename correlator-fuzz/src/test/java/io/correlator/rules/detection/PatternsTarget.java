package io.correlator.rules.detection;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.correlator.fuzz.Claim;
import io.correlator.fuzz.Target;
import java.util.Locale;

/**
 * Texts with wildcards, and networks: matched as a simple matcher does. The first line is the
 * pattern, the rest the text.
 */
public final class PatternsTarget implements Target {
  private static final int LONGEST = 200;

  /** Attacks them. */
  public PatternsTarget() {}

  @Override
  public void attack(byte[] input) {
    String all = new String(input, UTF_8);
    int end = all.indexOf('\n');
    String pattern = cut(end < 0 ? all : all.substring(0, end));
    String text = cut(end < 0 ? "" : all.substring(end + 1));
    glob(pattern, text);
    network(pattern, text);
  }

  private static String cut(String text) {
    return text.substring(0, Math.min(text.length(), LONGEST));
  }

  private static void glob(String pattern, String text) {
    Glob glob = Glob.parse(pattern);
    Claim.same(glob, Glob.parse(glob.toString()), "a pattern, written and read again");
    if (isAscii(pattern) && isAscii(text)) {
      Claim.same(matches(pattern, text), GlobMatcher.of(glob, true).matches(text), "with its case");
      Claim.same(
          matches(pattern.toLowerCase(Locale.ROOT), text.toLowerCase(Locale.ROOT)),
          GlobMatcher.of(glob, false).matches(text),
          "in any case");
    } else {
      GlobMatcher.of(glob, false).matches(text);
    }
    Claim.that(GlobMatcher.of(Glob.exactly(text), true).matches(text), "a text matches itself");
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }

  /** One row of the table for each piece of the pattern. */
  private static boolean matches(String pattern, String text) {
    boolean[] row = new boolean[text.length() + 1];
    row[0] = true;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      boolean wild = c == '*' || c == '?';
      if (c == '\\' && i + 1 < pattern.length() && "*?\\".indexOf(pattern.charAt(i + 1)) >= 0) {
        c = pattern.charAt(++i);
        wild = false;
      }
      boolean[] next = new boolean[row.length];
      boolean any = wild && c == '*';
      next[0] = any && row[0];
      for (int j = 1; j < row.length; j++) {
        next[j] = any ? row[j] || next[j - 1] : row[j - 1] && (wild || text.charAt(j - 1) == c);
      }
      row = next;
    }
    return row[text.length()];
  }

  private static void network(String pattern, String text) {
    Network network;
    try {
      network = Network.parse(pattern);
    } catch (IllegalArgumentException e) {
      Claim.that(e.getMessage() != null && !e.getMessage().isBlank(), "it is told what is wrong");
      return;
    }
    Claim.same(
        network.contains(text),
        Network.parse(network.toString()).contains(text),
        "a network, written and read again");
    String address = pattern.contains("/") ? pattern.substring(0, pattern.indexOf('/')) : pattern;
    Claim.that(network.contains(address), "a network contains the address that it is written with");
  }
}
