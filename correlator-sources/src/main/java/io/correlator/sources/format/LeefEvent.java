package io.correlator.sources.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.correlator.api.Fields;
import java.util.Arrays;

/**
 * The Log Event Extended Format of QRadar (IBM: QRadar LEEF Format Guide): {@code
 * LEEF:1.0|vendor|product|version|id|src=192.0.2.1⇥msg=some text}, with tabs between the pairs, or
 * {@code LEEF:2.0|vendor|product|version|id|^|src=192.0.2.1^msg=some text}, which names the
 * character between them: itself, or as {@code x5E} or {@code 0x5E}.
 *
 * <p>The header is {@code leefVersion}, {@code deviceVendor}, {@code deviceProduct}, {@code
 * deviceVersion} and {@code eventId}, so that CEF and LEEF share what means the same. What follows
 * has the names in the line, less those of the header. All values are text.
 */
final class LeefEvent {
  private static final String[] HEADER = {
    "leefVersion", "deviceVendor", "deviceProduct", "deviceVersion", "eventId"
  };
  private static final int MARK = "LEEF:".length();
  private static final int NONE = -1;

  /** Where the pairs begin, and what is between them. */
  private record Pairs(int from, char delimiter) {}

  private LeefEvent() {}

  /** Whether the header is all there. */
  static boolean isWhole(byte[] bytes, int from, int to) {
    return header(bytes, from, to) != NONE;
  }

  /** The index after the header's last bar. */
  private static int header(byte[] bytes, int from, int to) {
    int at = from + MARK;
    for (int i = 0; i < HEADER.length; i++) {
      int bar = DeviceEvent.bar(bytes, at, to, false);
      if (bar == to) {
        return NONE;
      }
      at = bar + 1;
    }
    return at;
  }

  private static Pairs pairs(byte[] bytes, int from, int to) {
    int at = header(bytes, from, to);
    if (bytes[from + MARK] != '2') {
      return new Pairs(at, '\t');
    }
    int bar = DeviceEvent.bar(bytes, at, to, false);
    int length = bar - at;
    if (bar == to || length == 0) {
      return new Pairs(length == 0 ? Math.min(bar + 1, to) : at, '\t');
    }
    if (length == 1) {
      return new Pairs(bar + 1, (char) (bytes[at] & 0xff));
    }
    int digits = bytes[at] == '0' ? at + 2 : at + 1;
    int code = hexadecimal(bytes, digits, bar);
    boolean marked = bytes[digits - 1] == 'x' || bytes[digits - 1] == 'X';
    // What is neither has a bar in its first value.
    return marked && code > 0 ? new Pairs(bar + 1, (char) code) : new Pairs(at, '\t');
  }

  private static int hexadecimal(byte[] bytes, int from, int to) {
    int code = 0;
    for (int i = from; i < to && code < 0x100; i++) {
      int digit = Character.digit(bytes[i], 16);
      if (digit < 0) {
        return NONE;
      }
      code = 16 * code + digit;
    }
    return code < 0x100 ? code : NONE;
  }

  /** {@code devTime}, if that is a number; {@link Timestamps#ABSENT} if not. */
  static long time(byte[] bytes, int from, int to) {
    Fields all = fields(Arrays.copyOfRange(bytes, from, to));
    byte[] time = all.text("devTime").orElse("").getBytes(UTF_8);
    return EpochTimestamp.read(time, 0, time.length);
  }

  /** All that is in an event; nothing if its header is not whole. */
  static Fields fields(byte[] bytes) {
    int to = bytes.length;
    if (!isWhole(bytes, 0, to)) {
      return Fields.empty();
    }
    Fields.Builder fields = Fields.builder();
    int at = MARK;
    for (String name : HEADER) {
      int bar = DeviceEvent.bar(bytes, at, to, false);
      fields.put(name, new String(bytes, at, bar - at, UTF_8));
      at = bar + 1;
    }
    Pairs pairs = pairs(bytes, 0, to);
    for (at = pairs.from(); at < to; ) {
      int end = indexOf(pairs.delimiter(), bytes, at, to);
      int equals = indexOf('=', bytes, at, end);
      if (equals < end) {
        String name = new String(bytes, at, equals - at, UTF_8).strip();
        if (!name.isEmpty() && !DeviceEvent.isOfHeader(name, HEADER)) {
          fields.put(name, new String(bytes, equals + 1, end - equals - 1, UTF_8));
        }
      }
      at = end + 1;
    }
    return fields.build();
  }

  private static int indexOf(char wanted, byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && (bytes[at] & 0xff) != wanted) {
      at++;
    }
    return at;
  }
}
