package io.correlator.rules.detection;

/**
 * A text that is looked for in others. They are compared where they stand: where case does not
 * matter, no folded copy of a long text is made. Immutable.
 *
 * @param wanted not empty; folded, unless {@code cased}
 */
record Needle(String wanted, boolean cased) {
  static Needle of(String wanted, boolean cased) {
    return new Needle(cased ? wanted : Folding.fold(wanted), cased);
  }

  boolean is(String text) {
    return text.length() == wanted.length() && starts(text);
  }

  boolean starts(String text) {
    return isAt(text, 0);
  }

  boolean ends(String text) {
    return isAt(text, text.length() - wanted.length());
  }

  boolean isWithin(String text) {
    if (cased) {
      return text.contains(wanted);
    }
    char first = wanted.charAt(0);
    int last = text.length() - wanted.length();
    for (int at = 0; at <= last; at++) {
      if (Folding.fold(text.charAt(at)) == first && isAt(text, at)) {
        return true;
      }
    }
    return false;
  }

  private boolean isAt(String text, int at) {
    if (cased) {
      return text.startsWith(wanted, at);
    } else if (at < 0 || wanted.length() > text.length() - at) {
      return false;
    }
    for (int i = 0; i < wanted.length(); i++) {
      if (Folding.fold(text.charAt(at + i)) != wanted.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
