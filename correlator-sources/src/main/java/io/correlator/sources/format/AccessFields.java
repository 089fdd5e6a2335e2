package io.correlator.sources.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.correlator.api.FieldLayout;
import io.correlator.api.Fields;
import io.correlator.api.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The parts of a line of an access log under the names of the W3C's extended log format, which
 * rules for web servers use. {@code cs-uri-query} is the whole target of the request, as in these
 * rules; {@code c-uri-query} is what stands behind the question mark.
 */
final class AccessFields {
  private record Field(String name, int part, boolean number) {}

  private static final List<Field> FIELDS =
      List.of(
          new Field("c-ip", AccessLine.CLIENT, false),
          new Field("cs-username", AccessLine.USER, false),
          new Field("cs-host", AccessLine.HOST, false),
          new Field("cs-method", AccessLine.METHOD, false),
          new Field("cs-uri", AccessLine.TARGET, false),
          new Field("cs-uri-query", AccessLine.TARGET, false),
          new Field("cs-uri-stem", AccessLine.PATH, false),
          new Field("c-uri-query", AccessLine.QUERY, false),
          new Field("cs-version", AccessLine.VERSION, false),
          new Field("sc-status", AccessLine.STATUS, true),
          new Field("sc-bytes", AccessLine.SIZE, true),
          new Field("cs-referer", AccessLine.REFERER, false),
          new Field("cs-user-agent", AccessLine.AGENT, false),
          new Field("time-taken", AccessLine.TAKEN, false));

  /** More digits are no number that a long can hold for sure. */
  private static final int MOST_DIGITS = 18;

  /** By the set of parts that a line has: records with the same ones share their layout. */
  private static final AtomicReferenceArray<FieldLayout> LAYOUTS =
      new AtomicReferenceArray<>(1 << AccessLine.PARTS);

  private AccessFields() {}

  /** The fields of a line; none if it is no line of an access log. */
  static Fields of(Slice text) {
    byte[] bytes = text.toByteArray();
    AccessLine line = new AccessLine();
    if (!line.read(bytes, 0, bytes.length)) {
      return Fields.empty();
    }
    int present = 0;
    for (int part = 0; part < AccessLine.PARTS; part++) {
      present |= line.has(part) ? 1 << part : 0;
    }
    int[] places = places(present);
    return layout(present).fields(index -> value(bytes, line, FIELDS.get(places[index])));
  }

  private static int[] places(int present) {
    int[] places = new int[FIELDS.size()];
    int count = 0;
    for (int i = 0; i < FIELDS.size(); i++) {
      if ((present >> FIELDS.get(i).part() & 1) != 0) {
        places[count++] = i;
      }
    }
    return places;
  }

  private static FieldLayout layout(int present) {
    FieldLayout known = LAYOUTS.get(present);
    if (known != null) {
      return known;
    }
    List<String> names = new ArrayList<>();
    for (Field field : FIELDS) {
      if ((present >> field.part() & 1) != 0) {
        names.add(field.name());
      }
    }
    LAYOUTS.compareAndSet(present, null, FieldLayout.of(names));
    return LAYOUTS.get(present);
  }

  private static Object value(byte[] bytes, AccessLine line, Field field) {
    int from = line.from(field.part());
    int to = line.to(field.part());
    String text = plain(bytes, from, to);
    return field.number() && isNumber(text) ? (Object) Long.valueOf(text) : text;
  }

  /** Whether a number would be written as this text is. */
  private static boolean isNumber(String text) {
    return text.length() <= MOST_DIGITS
        && text.chars().allMatch(c -> c >= '0' && c <= '9')
        && (text.length() == 1 || text.charAt(0) != '0');
  }

  /** Servers write what they must not as {@code \"}, {@code \\}, {@code \n} or {@code \xhh}. */
  private static String plain(byte[] bytes, int from, int to) {
    byte[] plain = new byte[to - from];
    int length = 0;
    int at = from;
    while (at < to) {
      byte b = bytes[at++];
      if (b == '\\' && at < to) {
        int hex = bytes[at] == 'x' && at + 2 < to ? Digits.hex(bytes[at + 1], bytes[at + 2]) : -1;
        if (hex >= 0) {
          b = (byte) hex;
          at += 3;
        } else {
          int escaped = escaped(bytes[at]);
          at += escaped == '\\' && bytes[at] != '\\' ? 0 : 1;
          b = (byte) escaped;
        }
      }
      plain[length++] = b;
    }
    return new String(plain, 0, length, UTF_8);
  }

  /** What a letter behind a backslash stands for; a backslash if it stands for itself. */
  private static int escaped(byte letter) {
    return switch (letter) {
      case '"' -> '"';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'b' -> '\b';
      case 'v' -> 0x0b;
      case 'f' -> '\f';
      default -> '\\';
    };
  }
}
