package io.correlator.sources.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.correlator.api.Fields;

/**
 * The Common Event Format of ArcSight (Micro Focus: CEF Implementation Standard, version 26):
 * {@code CEF:0|vendor|product|version|id|name|severity|src=192.0.2.1 msg=some text act=blocked}.
 *
 * <p>The header has the names that the standard gives it: {@code deviceVendor}, {@code
 * deviceProduct}, {@code deviceVersion}, {@code deviceEventClassId}, {@code name}, {@code
 * severity}, and {@code cefVersion}. What follows has the names in the line. A value goes on up to
 * the blank before the next name with an equals sign; backslashes protect bars in the header, and
 * equals signs behind it. A pair that is called as a part of the header is left to the message:
 * text in a value must not speak for the device. All values are text.
 */
final class CefEvent {
  private static final String[] HEADER = {
    "cefVersion",
    "deviceVendor",
    "deviceProduct",
    "deviceVersion",
    "deviceEventClassId",
    "name",
    "severity"
  };
  private static final int MARK = "CEF:".length();
  private static final int NONE = -1;

  private final byte[] bytes;
  private final int to;

  private CefEvent(byte[] bytes, int to) {
    this.bytes = bytes;
    this.to = to;
  }

  /** Whether the header is all there. */
  static boolean isWhole(byte[] bytes, int from, int to) {
    return extension(bytes, from, to) != NONE;
  }

  /** Where the pairs begin. The last bar may be missing if there are none. */
  private static int extension(byte[] bytes, int from, int to) {
    int at = from + MARK;
    for (int i = 0; i < HEADER.length; i++) {
      int bar = DeviceEvent.bar(bytes, at, to, true);
      if (bar == to && i < HEADER.length - 1) {
        return NONE;
      }
      at = Math.min(bar + 1, to);
    }
    return at;
  }

  /** When the device saw it ({@code rt}), if that is a number; {@link Timestamps#ABSENT} if not. */
  static long time(byte[] bytes, int from, int to) {
    CefEvent event = new CefEvent(bytes, to);
    int at = extension(bytes, from, to);
    for (int equals = event.equals(at); equals < to; equals = event.equals(equals + 1)) {
      int name = event.nameBefore(equals, at);
      if (equals - name == 2 && bytes[name] == 'r' && bytes[name + 1] == 't') {
        int end = Bytes.after(bytes, equals + 1, to, Bytes.PRINTABLE);
        return EpochTimestamp.read(bytes, equals + 1, end);
      }
    }
    return Timestamps.ABSENT;
  }

  /** All that is in an event; nothing if its header is not whole. */
  static Fields fields(byte[] bytes) {
    int pairs = extension(bytes, 0, bytes.length);
    if (pairs == NONE) {
      return Fields.empty();
    }
    CefEvent event = new CefEvent(bytes, bytes.length);
    Fields.Builder fields = Fields.builder();
    int at = MARK;
    for (String name : HEADER) {
      int bar = DeviceEvent.bar(bytes, at, bytes.length, true);
      fields.put(name, event.plain(at, bar));
      at = Math.min(bar + 1, bytes.length);
    }
    event.addPairs(pairs, fields);
    return fields.build();
  }

  private void addPairs(int from, Fields.Builder fields) {
    int name = NONE;
    int value = NONE;
    for (int equals = equals(from); equals < to; equals = equals(equals + 1)) {
      int next = nameBefore(equals, from);
      if (next != NONE) {
        addPair(name, value, next, fields);
        name = next;
        value = equals + 1;
      }
    }
    addPair(name, value, to, fields);
  }

  private void addPair(int name, int value, int end, Fields.Builder fields) {
    if (name != NONE) {
      int last = end;
      while (last > value && bytes[last - 1] == ' ') {
        last--;
      }
      String key = new String(bytes, name, value - 1 - name, UTF_8);
      if (!DeviceEvent.isOfHeader(key, HEADER)) {
        fields.put(key, plain(value, last));
      }
    }
  }

  /** The next equals sign without a backslash before it, or {@code to}. */
  private int equals(int from) {
    int at = from;
    while (at < to && bytes[at] != '=') {
      at += bytes[at] == '\\' && at + 1 < to ? 2 : 1;
    }
    return Math.min(at, to);
  }

  /** Where the name before an equals sign begins, if a blank or the header is before it. */
  private int nameBefore(int equals, int first) {
    int name = equals;
    while (name > first && isInName(bytes[name - 1])) {
      name--;
    }
    return name < equals && (name == first || bytes[name - 1] == ' ') ? name : NONE;
  }

  private static boolean isInName(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || Digits.isDigit(b)
        || b == '_'
        || b == '.'
        || b == '-'
        || b == '['
        || b == ']';
  }

  /** Without the backslashes that protect something. */
  private String plain(int from, int end) {
    byte[] plain = new byte[end - from];
    int length = 0;
    for (int i = from; i < end; i++) {
      byte next = i + 1 < end ? bytes[i + 1] : 0;
      if (bytes[i] == '\\' && (next == '\\' || next == '|' || next == '=')) {
        plain[length++] = next;
        i++;
      } else if (bytes[i] == '\\' && (next == 'n' || next == 'r')) {
        plain[length++] = (byte) (next == 'n' ? '\n' : '\r');
        i++;
      } else {
        plain[length++] = bytes[i];
      }
    }
    return new String(plain, 0, length, UTF_8);
  }
}
