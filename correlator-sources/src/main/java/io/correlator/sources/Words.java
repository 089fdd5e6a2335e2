package io.correlator.sources;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;

/**
 * The words of one line of a saved position, read from left to right; each says what it should be
 * if it is not. For one thread.
 */
final class Words {
  /** Stands for a number that there is not. */
  static final String NONE = "-";

  private final int number;
  private final Iterator<String> left;

  Words(int number, String line) {
    this.number = number;
    this.left = Arrays.asList(line.split(" ", -1)).iterator();
  }

  /**
   * The lines of a position but the first, which names the notation.
   *
   * @throws IllegalArgumentException if the first line is another one
   */
  static List<Words> linesOf(String position, String version) {
    List<String> lines = position.lines().toList();
    if (lines.isEmpty() || !lines.get(0).equals(version)) {
      throw new IllegalArgumentException(
          "the saved position begins with '%s', not with '%s': it is damaged, or of a later version"
              .formatted(lines.isEmpty() ? "" : Escapes.escape(lines.get(0)), version));
    }
    List<Words> all = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      all.add(new Words(i + 1, lines.get(i)));
    }
    return all;
  }

  String next(String what) {
    if (!left.hasNext()) {
      throw damaged(what, "");
    }
    return left.next();
  }

  /** Whether the word is the one; it must be one of both. */
  boolean either(String what, String one, String other) {
    String word = next(what);
    if (!word.equals(one) && !word.equals(other)) {
      throw damaged(what, word);
    }
    return word.equals(one);
  }

  long any(String what) {
    String word = next(what);
    try {
      return Long.parseLong(word);
    } catch (NumberFormatException e) {
      throw damaged(what, word);
    }
  }

  long number(String what) {
    long value = any(what);
    if (value < 0) {
      throw damaged(what, Long.toString(value));
    }
    return value;
  }

  OptionalLong optional(String what) {
    String word = next(what);
    try {
      return word.equals(NONE) ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(word));
    } catch (NumberFormatException e) {
      throw damaged(what, word);
    }
  }

  Print print(String what, int most) {
    String word = next(what);
    int colon = word.indexOf(':');
    try {
      int length = Integer.parseInt(word, 0, Math.max(colon, 0), 10);
      if (length >= 0 && length <= most) {
        return new Print(length, word.substring(colon + 1));
      }
    } catch (NumberFormatException e) {
      // Said below, as for a length that cannot be.
    }
    throw damaged(what, word);
  }

  String text(String what) {
    String word = next(what);
    try {
      return Escapes.unescape(word);
    } catch (IllegalArgumentException e) {
      throw damaged(what, word);
    }
  }

  /** A mark, as {@link FileMark#text()} has written it. */
  FileMark file() {
    FileMark file =
        new FileMark(
            number("incarnation"),
            number("offset"),
            number("line"),
            either("state", "within", "whole"),
            optional("time"),
            any("modified"),
            print("head", FileMark.HEAD),
            print("tail", LineReader.TAIL),
            text("key"));
    if (file.offset() < file.tail().length()) {
      throw damaged("offset", Long.toString(file.offset()));
    }
    return file;
  }

  void end() {
    if (left.hasNext()) {
      throw damaged("end", left.next());
    }
  }

  IllegalArgumentException damaged(String what, String word) {
    return new IllegalArgumentException(
        "the saved position is damaged: line %d: %s: cannot read '%s'"
            .formatted(number, what, Escapes.escape(word)));
  }
}
