package io.correlator.evtx;

import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads values by their types (MS-EVEN6, section 2.2.12: BinXml). A time is written with
 * microseconds, a GUID without braces, hexadecimal numbers without leading zeros.
 */
final class Values {
  static final int NULL = 0x00;
  static final int STRING = 0x01;
  static final int BINARY_XML = 0x21;

  private static final int LIST = 0x80;
  private static final int LONGEST_SID = 15;
  private static final long TICKS_PER_SECOND = 10_000_000;

  /** From 1601, where Windows begins to count, to 1970, in seconds. */
  private static final long TO_1970 = 11_644_473_600L;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT);
  private static final Charset ANSI = Charset.forName("windows-1252");

  private Values() {}

  /** The value in {@code size} bytes; null if there is none. */
  static @Nullable Object read(byte[] bytes, int type, int from, int size) throws DamageException {
    Cursor cursor = new Cursor(bytes, from, from + size);
    if (size == 0) {
      return type == STRING ? "" : null;
    }
    return (type & LIST) == 0 ? one(bytes, type, cursor) : list(bytes, type & ~LIST, cursor);
  }

  private static List<Object> list(byte[] bytes, int type, Cursor cursor) throws DamageException {
    List<Object> values = new ArrayList<>();
    while (cursor.left() > 0) {
      Object value =
          type == STRING ? terminated(bytes, cursor) : one(bytes, type, part(bytes, type, cursor));
      values.add(value == null ? "" : value);
    }
    return values;
  }

  /** Texts in a list end with a zero. */
  private static String terminated(byte[] bytes, Cursor cursor) throws DamageException {
    int from = cursor.at();
    while (cursor.left() > 1) {
      if (cursor.unsignedShort() == 0) {
        return new String(bytes, from, cursor.at() - 2 - from, StandardCharsets.UTF_16LE);
      }
    }
    cursor.skip(cursor.left());
    return new String(bytes, from, cursor.at() - from, StandardCharsets.UTF_16LE);
  }

  private static Cursor part(byte[] bytes, int type, Cursor cursor) throws DamageException {
    int size =
        switch (type) {
          case 0x03, 0x04 -> 1;
          case 0x05, 0x06 -> 2;
          case 0x07, 0x08, 0x0b, 0x0d, 0x14 -> 4;
          case 0x09, 0x0a, 0x0c, 0x11, 0x15 -> 8;
          case 0x0f, 0x12 -> 16;
          case 0x13 -> 8 + 4 * subAuthorities(bytes, cursor);
          default -> throw new DamageException("a list of values of type 0x%02x".formatted(type));
        };
    int from = cursor.skip(size);
    return new Cursor(bytes, from, from + size);
  }

  private static int subAuthorities(byte[] bytes, Cursor cursor) throws DamageException {
    int from = cursor.at();
    return new Cursor(bytes, from + 1, from + cursor.left()).unsignedByte();
  }

  private static @Nullable Object one(byte[] bytes, int type, Cursor cursor)
      throws DamageException {
    return switch (type) {
      case NULL -> null;
      case STRING -> withoutEnd(cursor.text(cursor.left() / 2));
      case 0x02 -> withoutEnd(new String(bytes, cursor.at(), cursor.left(), ANSI));
      case 0x03 -> (long) (byte) cursor.unsignedByte();
      case 0x04 -> (long) cursor.unsignedByte();
      case 0x05 -> (long) (short) cursor.unsignedShort();
      case 0x06 -> (long) cursor.unsignedShort();
      case 0x07 -> (long) cursor.integer();
      case 0x08 -> Integer.toUnsignedLong(cursor.integer());
      case 0x09 -> cursor.longInteger();
      case 0x0a -> unsigned(cursor.longInteger());
      case 0x0b -> (double) Float.intBitsToFloat(cursor.integer());
      case 0x0c -> Double.longBitsToDouble(cursor.longInteger());
      case 0x0d -> cursor.integer() != 0;
      case 0x0e ->
          HexFormat.of().withUpperCase().formatHex(bytes, cursor.at(), cursor.at() + cursor.left());
      case 0x0f -> guid(cursor);
      case 0x10 -> cursor.left() == 4 ? hex(cursor.integer()) : hex(cursor.longInteger());
      case 0x11 -> fileTime(cursor.longInteger());
      case 0x12 -> systemTime(cursor);
      case 0x13 -> sid(cursor);
      case 0x14 -> hex(cursor.integer());
      case 0x15 -> hex(cursor.longInteger());
      default -> throw new DamageException("a value of the unknown type 0x%02x".formatted(type));
    };
  }

  /** Without the zero that ends it, and without blanks there: rules are written for that. */
  private static String withoutEnd(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) <= ' ') {
      end--;
    }
    return text.substring(0, end);
  }

  private static Object unsigned(long value) {
    return value >= 0 ? (Object) value : new BigInteger(Long.toUnsignedString(value));
  }

  private static String hex(int value) {
    return "0x" + Integer.toHexString(value);
  }

  private static String hex(long value) {
    return "0x" + Long.toHexString(value);
  }

  private static String guid(Cursor cursor) throws DamageException {
    int first = cursor.integer();
    int second = cursor.unsignedShort();
    int third = cursor.unsignedShort();
    long rest = Long.reverseBytes(cursor.longInteger());
    return "%08X-%04X-%04X-%04X-%012X"
        .formatted(first, second, third, rest >>> 48, rest & 0xffff_ffff_ffffL);
  }

  /** Tenths of microseconds since 1601. */
  static String fileTime(long ticks) {
    long seconds = Math.floorDiv(ticks, TICKS_PER_SECOND) - TO_1970;
    long nanos = Math.floorMod(ticks, TICKS_PER_SECOND) * 100;
    return TIME.format(Instant.ofEpochSecond(seconds, nanos).atOffset(ZoneOffset.UTC));
  }

  private static String systemTime(Cursor cursor) throws DamageException {
    int year = cursor.unsignedShort();
    int month = cursor.unsignedShort();
    cursor.unsignedShort();
    int day = cursor.unsignedShort();
    int hour = cursor.unsignedShort();
    int minute = cursor.unsignedShort();
    int second = cursor.unsignedShort();
    int milli = cursor.unsignedShort();
    try {
      return TIME.format(
          LocalDateTime.of(year, month, day, hour, minute, second, milli * 1_000_000));
    } catch (DateTimeException e) {
      throw new DamageException("a time that does not exist");
    }
  }

  /** As in {@code S-1-5-18} (MS-DTYP, section 2.4.2.1). */
  private static String sid(Cursor cursor) throws DamageException {
    int revision = cursor.unsignedByte();
    int count = cursor.unsignedByte();
    if (count > LONGEST_SID) {
      throw new DamageException("a SID of %d parts".formatted(count));
    }
    long authority = 0;
    for (int i = 0; i < 6; i++) {
      authority = authority << 8 | cursor.unsignedByte();
    }
    StringBuilder sid = new StringBuilder("S-").append(revision).append('-').append(authority);
    for (int i = 0; i < count; i++) {
      sid.append('-').append(Integer.toUnsignedString(cursor.integer()));
    }
    return sid.toString();
  }
}
