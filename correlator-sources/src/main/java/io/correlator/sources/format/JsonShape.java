package io.correlator.sources.format;

import static java.util.Objects.requireNonNull;

import io.correlator.sources.format.JsonNames.Name;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
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
  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  final @Nullable JsonShape before;

  /** The last name that was read, and the quote that ends it; nothing for the end of an object. */
  final byte[] name;

  /**
   * What stood before the value when this was learned: the comma, the name, the colon, blanks among
   * them. Programs write it in the same way again.
   */
  final byte[] lead;

  /** Where the name begins in the lead. */
  final int nameAt;

  /** What the value of that name says of every record; null if nothing. */
  final @Nullable Name meaning;

  /** What the innermost open object is to {@link JsonNames}. */
  final int object;

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

  /** What had been read when the innermost open object was opened; null for the outermost. */
  private final @Nullable JsonShape around;

  private JsonShape(
      @Nullable JsonShape before,
      @Nullable JsonShape around,
      byte[] name,
      Lead lead,
      int kinds,
      @Nullable Name meaning,
      int object,
      int last,
      int depth,
      int number) {
    this.before = before;
    this.around = around;
    this.name = name;
    this.lead = lead.bytes();
    this.nameAt = lead.nameAt();
    this.kinds = kinds;
    this.meaning = meaning;
    this.object = object;
    this.last = last;
    this.depth = depth;
    this.number = number;
  }

  /** What stands before a value, and where the name begins in it. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Lead(byte[] bytes, int nameAt) {
    private static final Lead NONE = new Lead(NO_NAME, 0);
  }

  /** An object that has just been opened. */
  static JsonShape empty() {
    return new JsonShape(
        null, null, NO_NAME, Lead.NONE, OBJECT, null, JsonNames.OUTERMOST, -1, 1, 0);
  }

  /** An object that has been closed, whatever it was. */
  static final JsonShape WHOLE =
      new JsonShape(null, null, NO_NAME, Lead.NONE, END, null, JsonNames.UNKNOWN, -1, 0, 0);

  /** The same, and one value more; the last byte of {@code name} is its quote. */
  JsonShape with(byte[] name, Lead lead, int kinds, int number) {
    Name meaning =
        object == JsonNames.UNKNOWN ? null : JsonNames.find(object, name, 0, name.length - 1);
    if (kinds != OBJECT) {
      return new JsonShape(
          this, around, name, lead, kinds, meaning, object, last + 1, depth, number);
    }
    int inner = meaning == null ? JsonNames.UNKNOWN : meaning.inner();
    return new JsonShape(
        this, this, name, lead, kinds, meaning, inner, last + 1, depth + 1, number);
  }

  /** The same, and the innermost object, which is not the outermost, is closed. */
  JsonShape closed(int number) {
    JsonShape outer = requireNonNull(around);
    return new JsonShape(
        this, outer.around, NO_NAME, Lead.NONE, END, null, outer.object, last, depth - 1, number);
  }

  /** Whether a member can follow without a comma. */
  boolean isOpened() {
    return kinds == OBJECT;
  }

  /** Whether a line goes on with the lead of this shape. */
  boolean leads(byte[] line, int from, int to) {
    byte[] expected = lead;
    int last = expected.length - Long.BYTES;
    if (expected.length > to - from) {
      return false;
    }
    if (last < 0) {
      return Arrays.equals(expected, 0, expected.length, line, from, from + expected.length);
    }
    for (int i = 0; i < last; i += Long.BYTES) {
      if ((long) EIGHT_BYTES.get(expected, i) != (long) EIGHT_BYTES.get(line, from + i)) {
        return false;
      }
    }
    return (long) EIGHT_BYTES.get(expected, last) == (long) EIGHT_BYTES.get(line, from + last);
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
