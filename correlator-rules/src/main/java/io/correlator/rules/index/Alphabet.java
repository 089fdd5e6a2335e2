package io.correlator.rules.index;

import io.correlator.rules.detection.Folding;
import java.util.List;

/**
 * The characters that occur in the literals of an index, as small numbers: the same for upper and
 * lower case, and 0 for all characters that occur in none. Texts are compared by these numbers.
 */
final class Alphabet {
  private final char[] classes = new char[Character.MAX_VALUE + 1];
  private final int common;
  private final Grams grams;
  private int size = 1;

  Alphabet(List<String> foldedLiterals) {
    number(foldedLiterals, 128);
    common = size;
    number(foldedLiterals, classes.length);
    // No folded form is anything but its own, so what is looked up has its final value.
    for (int c = 0; c < classes.length; c++) {
      classes[c] = classes[Folding.fold((char) c)];
    }
    grams = new Grams(foldedLiterals.stream().map(this::encode).toList());
  }

  private void number(Iterable<String> literals, int below) {
    for (String literal : literals) {
      for (int i = 0; i < literal.length(); i++) {
        char c = literal.charAt(i);
        if (c < below && classes[c] == 0) {
          classes[c] = (char) size++;
        }
      }
    }
  }

  /** How many numbers there are, 0 included. */
  int size() {
    return size;
  }

  /** The characters that most texts are made of, those of ASCII, have numbers below this. */
  int common() {
    return common;
  }

  /** The number of each character. Not to be changed. */
  char[] classes() {
    return classes;
  }

  /** How common the parts of literals are. */
  Grams grams() {
    return grams;
  }

  /** A folded literal in numbers. */
  char[] encode(String literal) {
    char[] encoded = new char[literal.length()];
    for (int i = 0; i < encoded.length; i++) {
      encoded[i] = classes[literal.charAt(i)];
    }
    return encoded;
  }
}
