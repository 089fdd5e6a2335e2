package io.correlator.sources.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What was read of an object of JSON so far, without its values: the names, in their order, and
 * which of them are objects whose members were read, too. Together they make a tree: objects that
 * begin alike have their beginning in common. Immutable, but for what is remembered.
 */
final class JsonShape {
  /**
   * What a value is, as far as that may make a difference: bits of a set. This is a text, a number
   * or a truth value.
   */
  static final int PLAIN = 1;

  static final int NULL = 2;
  static final int LIST = 4;
  static final int OBJECT = 8;

  static final int ANY = PLAIN | NULL | LIST | OBJECT;

  /** No value: the end of an object. */
  static final int END = 16;

  private static final byte[] NO_NAME = {};

  final @Nullable JsonShape before;

  /** The last name that was read, and the quote that ends it; nothing for the end of an object. */
  final byte[] name;

  /** All that the value of that name can be in objects of this shape. */
  final int kinds;

  /** The number of values, less one. */
  final int last;

  /** How many objects are open. */
  final int depth;

  final int number;

  // What was found out: racy, since finding it out twice gives the same.
  @Nullable JsonShape next;
  @Nullable JsonShape end;
  @Nullable JsonLayout layout;

  private JsonShape(
      @Nullable JsonShape before, byte[] name, int kinds, int last, int depth, int number) {
    this.before = before;
    this.name = name;
    this.kinds = kinds;
    this.last = last;
    this.depth = depth;
    this.number = number;
  }

  /** An object that has just been opened. */
  static JsonShape empty() {
    return new JsonShape(null, NO_NAME, OBJECT, -1, 1, 0);
  }

  /** The same, and one value more; the last byte of {@code name} is its quote. */
  JsonShape with(byte[] name, int kinds, int number) {
    int inner = kinds == OBJECT ? depth + 1 : depth;
    return new JsonShape(this, name, kinds, last + 1, inner, number);
  }

  /** The same, and the innermost object is closed. */
  JsonShape closed(int number) {
    return new JsonShape(this, NO_NAME, END, last, depth - 1, number);
  }

  /** Whether a line goes on with the name of this shape: its quote is compared, too. */
  boolean isAt(byte[] line, int from) {
    byte[] expected = name;
    int length = expected.length;
    if (from + length > line.length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (expected[i] != line[from + i]) {
        return false;
      }
    }
    return true;
  }

  boolean isAfter(JsonShape shape, byte[] line, int from, int to, int kind) {
    return before == shape
        && (kinds & kind) != 0
        && Arrays.equals(name, 0, name.length, line, from, to);
  }

  String text() {
    return new String(name, 0, name.length - 1, StandardCharsets.UTF_8);
  }
}
