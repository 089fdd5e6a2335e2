package io.correlator.sources.format;

import static io.correlator.sources.format.Timestamps.ABSENT;
import static io.correlator.sources.format.Timestamps.BAD;

/**
 * Reads times that begin with the day: {@code 29/Sep/2021:06:25:24 +0000}, as web servers write
 * them into access logs, {@code 29/Sep/2021 06:25:24}, as Webmin does, and {@code 29-Sep-2021
 * 06:25:24.123 UTC}, as BIND and PHP do. Without an offset, the time is that of the zone.
 */
final class DayFirstTimestamp {
  /** The length of {@code 29/Sep/2021:06:25:24}. */
  static final int SHORTEST = 20;

  private final ZoneClock zone;
  private long epochMilli;
  private int laterBy;

  DayFirstTimestamp(ZoneClock zone) {
    this.zone = zone;
  }

  /** The time last read. */
  long epochMilli() {
    return epochMilli;
  }

  /** How exact it is, as {@link Timestamps#write} wants to know. */
  int laterBy() {
    return laterBy;
  }

  /** Reads a time and returns the index after it, or one of the failures in {@link Timestamps}. */
  int read(byte[] bytes, int from, int to) {
    if (to - from < SHORTEST || !looksLikeOne(bytes, from)) {
      return ABSENT;
    }
    int day = Digits.two(bytes, from);
    int month = BsdTimestamp.month(bytes, from + 3);
    int year = Digits.four(bytes, from + 7);
    int hour = Digits.two(bytes, from + 12);
    int minute = Digits.two(bytes, from + 15);
    long seconds = Seconds.read(bytes, from + 17, to);
    if (bytes[from + 14] != ':' || seconds == Seconds.NONE) {
      return BAD;
    }
    int failure = Timestamps.failureOf(year, month, day, hour, minute);
    if (failure != 0) {
      return failure;
    }
    laterBy = Timestamps.withSeconds(Timestamps.EXACT, seconds);
    long local = CivilDate.minute(year, month, day, hour, minute) + Seconds.millis(seconds);
    return readZone(bytes, Seconds.end(seconds), to, local);
  }

  private static boolean looksLikeOne(byte[] bytes, int from) {
    byte separator = bytes[from + 2];
    return (separator == '/' || separator == '-')
        && bytes[from + 6] == separator
        && (bytes[from + 11] == ' ' || (bytes[from + 11] == ':' && separator == '/'))
        && Digits.two(bytes, from) >= 0
        && Digits.four(bytes, from + 7) >= 0
        && BsdTimestamp.month(bytes, from + 3) != 0;
  }

  private int readZone(byte[] bytes, int at, int to, long local) {
    if (to - at >= 6 && bytes[at] == ' ' && (bytes[at + 1] == '+' || bytes[at + 1] == '-')) {
      int hours = Digits.two(bytes, at + 2);
      int minutes = Digits.two(bytes, at + 4);
      if (hours >= 0 && hours <= 23 && minutes >= 0 && minutes <= 59) {
        long offset = (hours * 60 + minutes) * 60_000L;
        epochMilli = bytes[at + 1] == '+' ? local - offset : local + offset;
        return at + 6;
      }
    }
    if (Timestamps.isUniversal(bytes, at, to)) {
      epochMilli = local;
      return at + 4;
    }
    epochMilli = zone.toEpochMilli(local);
    laterBy = Math.max(laterBy, zone.laterBy());
    return at;
  }
}
