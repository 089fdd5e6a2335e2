package io.correlator.rules.detection;

/**
 * What is the same in upper and lower case: what {@link String#equalsIgnoreCase} says. A character
 * at a time and without a locale: the text keeps its length, and means the same on every machine.
 * The Turkish letters i with and without a dot are all the same letter.
 */
public final class Folding {
  private Folding() {}

  /** The folded form of a character: two characters are the same if their folded forms are. */
  public static char fold(char c) {
    if (c < 128) {
      return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
    }
    // Through upper case, as String.equalsIgnoreCase does: some have one upper and two lower forms.
    return Character.toLowerCase(Character.toUpperCase(c));
  }

  /** The folded form of a text, of the same length. */
  public static String fold(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (fold(text.charAt(i)) != text.charAt(i)) {
        return foldFrom(text, i);
      }
    }
    return text;
  }

  private static String foldFrom(String text, int from) {
    char[] folded = text.toCharArray();
    for (int i = from; i < folded.length; i++) {
      folded[i] = fold(folded[i]);
    }
    return new String(folded);
  }
}
