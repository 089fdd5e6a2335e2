package io.correlator.sources.format;

import io.correlator.api.Fields;
import io.correlator.api.ParseFailure;
import io.correlator.api.RecordHeader;
import io.correlator.api.Slice;

/**
 * What firewalls, proxies and scanners write into the message of syslog, or without it: a header
 * with bars, and pairs of names and values. Two forms of it are in use, {@link CefEvent CEF} and
 * {@link LeefEvent LEEF}. The message is all of it, from {@code CEF:} on.
 */
final class DeviceEvent {
  private static final byte[] CEF = {'C', 'E', 'F', ':'};
  private static final byte[] LEEF = {'L', 'E', 'E', 'F', ':'};

  private DeviceEvent() {}

  /** Whether one may begin here; the colon is followed by a version. */
  static boolean begins(byte[] bytes, int from, int to) {
    return isAt(CEF, bytes, from, to) || isAt(LEEF, bytes, from, to);
  }

  private static boolean isAt(byte[] mark, byte[] bytes, int from, int to) {
    if (to - from <= mark.length || !Digits.isDigit(bytes[from + mark.length])) {
      return false;
    }
    for (int i = 0; i < mark.length; i++) {
      if (bytes[from + i] != mark[i]) {
        return false;
      }
    }
    return true;
  }

  /** Reads a line that is nothing else, without a header of syslog, once another has given up. */
  static void readFailed(byte[] block, int from, int to, RecordHeader header) {
    boolean whole =
        block[from] == 'C' ? CefEvent.isWhole(block, from, to) : LeefEvent.isWhole(block, from, to);
    header.reset();
    header.message(from);
    if (!whole) {
      header.failed(ParseFailure.MALFORMED);
      return;
    }
    long time =
        block[from] == 'C' ? CefEvent.time(block, from, to) : LeefEvent.time(block, from, to);
    if (time != Timestamps.ABSENT) {
      header.timestamp(time);
    }
  }

  /** Whether a message may be one. */
  static boolean begins(Slice message) {
    if (message.length() <= LEEF.length || (message.byteAt(0) != 'C' && message.byteAt(0) != 'L')) {
      return false;
    }
    byte[] begin = message.slice(0, LEEF.length + 1).toByteArray();
    return begins(begin, 0, begin.length);
  }

  /** The named values of the event that a message is; none if its header is not whole. */
  static Fields fields(Slice message) {
    byte[] bytes = message.toByteArray();
    return bytes[0] == 'C' ? CefEvent.fields(bytes) : LeefEvent.fields(bytes);
  }

  /** Whether a part of the header is called so, which no pair behind it may be. */
  static boolean isOfHeader(String name, String[] header) {
    for (String part : header) {
      if (part.equals(name)) {
        return true;
      }
    }
    return false;
  }

  /** The index of the bar that ends a field of the header, or {@code to} if there is none. */
  static int bar(byte[] bytes, int from, int to, boolean escapes) {
    int at = from;
    while (at < to && bytes[at] != '|') {
      at += escapes && bytes[at] == '\\' && at + 1 < to ? 2 : 1;
    }
    return Math.min(at, to);
  }
}
