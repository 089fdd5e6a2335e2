package io.correlator.rules.index;

import java.util.List;

/** Whole texts by their characters, whatever the case: which literal a text is. Immutable. */
final class ExactTable {
  private final char[] classes;
  private final char[][] texts;
  private final int[] slots;
  private int longest = -1;

  /** The literals, folded and all different; a text is found by its position in the list. */
  ExactTable(List<String> literals, Alphabet alphabet) {
    classes = alphabet.classes();
    texts = literals.stream().map(alphabet::encode).toArray(char[][]::new);
    slots = new int[Integer.highestOneBit(Math.max(1, literals.size())) * 4];
    for (int i = 0; i < texts.length; i++) {
      longest = Math.max(longest, texts[i].length);
      int slot = slot(literals.get(i));
      while (slots[slot] != 0) {
        slot = slot + 1 & slots.length - 1;
      }
      slots[slot] = i + 1;
    }
  }

  /** The position of the literal that is this text, or -1. */
  int find(String text) {
    if (text.length() > longest) {
      return -1;
    }
    int slot = slot(text);
    while (slots[slot] != 0) {
      int position = slots[slot] - 1;
      if (isEqual(texts[position], text)) {
        return position;
      }
      slot = slot + 1 & slots.length - 1;
    }
    return -1;
  }

  private int slot(String text) {
    int hash = text.length();
    for (int i = 0; i < text.length(); i++) {
      hash = hash * 31 + classes[text.charAt(i)];
    }
    hash *= 0x9E3779B9;
    return hash >>> 12 & slots.length - 1;
  }

  private boolean isEqual(char[] encoded, String text) {
    if (encoded.length != text.length()) {
      return false;
    }
    for (int i = 0; i < encoded.length; i++) {
      if (encoded[i] != classes[text.charAt(i)]) {
        return false;
      }
    }
    return true;
  }
}
