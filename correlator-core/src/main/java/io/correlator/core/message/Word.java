package io.correlator.core.message;

import io.correlator.api.Printable;

/**
 * A word of a template, as FreeMarker's lexer has found it.
 *
 * @param kind its name in FreeMarker's grammar, such as {@code <IF>}, or what it always is, such as
 *     {@code ??}. Not a number: those change from version to version, and are compiled in
 * @param text how it is written
 * @param line where it begins, from 1
 * @param column where it begins, from 1
 */
record Word(String kind, String text, int line, int column) {
  static final String END = "<EOF>";
  static final String BUILT_IN = "?";
  static final String DOT = ".";
  static final String INTEGER = "<INTEGER>";
  static final String STRING = "<STRING_LITERAL>";
  static final String OPEN_BRACKET = "[";
  static final String CLOSE_BRACKET = "]";
  static final String OPEN_PAREN = "(";
  static final String CLOSE_PAREN = ")";

  /** What stands before the first word and after the last. */
  static final Word NONE = new Word(END, "", 0, 0);

  /** The kind that the grammar calls {@code image}: what is always the same is in quotes there. */
  static String kind(String image) {
    return image.startsWith("\"") ? image.substring(1, image.length() - 1) : image;
  }

  boolean is(String kind) {
    return this.kind.equals(kind);
  }

  /** The text as it can be shown. */
  String shown() {
    return Printable.of(Values.cut(text));
  }
}
