package io.correlator.rules.index;

import java.util.List;

/**
 * Tells where in a text a literal may stand, without following the text character by character: it
 * looks at a few characters in each stretch so long that the least common part of no literal fits
 * between two looks. Most texts have nothing to show, and are passed over so. Immutable.
 */
final class Sieve {
  private static final int NEVER = Integer.MAX_VALUE;
  private static final int LONGEST_GRAM = Grams.LENGTH;
  private static final int LONGEST_STRIDE = 8;

  private final char[] classes;
  private final GramSet grams;
  private final int gram;
  private final int stride;
  private final int reach;

  /** A sieve for some literals, of which none is empty. */
  static Sieve of(List<String> literals, Alphabet alphabet) {
    int shortest = literals.stream().mapToInt(String::length).min().orElse(NEVER);
    return new Sieve(literals.stream().map(alphabet::encode).toList(), shortest, alphabet);
  }

  private Sieve(List<char[]> encoded, int shortest, Alphabet alphabet) {
    classes = alphabet.classes();
    gram = shortest == NEVER ? NEVER : Math.min(LONGEST_GRAM, shortest);
    stride = Math.min(LONGEST_STRIDE, shortest - gram + 1);
    grams = new GramSet((long) stride * encoded.size());
    int last = 0;
    for (char[] literal : encoded) {
      int first = gram == LONGEST_GRAM ? alphabet.grams().rarest(literal, stride) : 0;
      last = Math.max(last, first + stride);
      for (int from = first; from < first + stride; from++) {
        int hash = 0;
        for (int i = 0; i < gram; i++) {
          hash = next(hash, literal[from + i]);
        }
        grams.add(hash);
      }
    }
    reach = last;
  }

  private static int next(int hash, int c) {
    return hash << 8 ^ c;
  }

  /** How many characters are looked at; more than any text has if there is no literal. */
  int gram() {
    return gram;
  }

  /** A literal that is found by a look begins less than so many characters before it. */
  int reach() {
    return reach;
  }

  /**
   * The first look, from {@code from} on, that shows what is in a literal; if there is none, where
   * the next look would have been, which is where less than a gram is left.
   */
  int find(char[] text, int from, int to) {
    return gram == LONGEST_GRAM ? findFour(text, from, to) : findFew(text, from, to);
  }

  private int findFour(char[] text, int from, int to) {
    int at = from;
    while (at + LONGEST_GRAM <= to) {
      int hash =
          classes[text[at]] << 24
              ^ classes[text[at + 1]] << 16
              ^ classes[text[at + 2]] << 8
              ^ classes[text[at + 3]];
      if (grams.mayHave(hash)) {
        return at;
      }
      at += stride;
    }
    return at;
  }

  private int findFew(char[] text, int from, int to) {
    int at = from;
    while (at + gram <= to) {
      int hash = 0;
      for (int i = 0; i < gram; i++) {
        hash = next(hash, classes[text[at + i]]);
      }
      if (grams.mayHave(hash)) {
        return at;
      }
      at += stride;
    }
    return at;
  }
}
