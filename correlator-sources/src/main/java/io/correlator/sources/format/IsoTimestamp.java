package io.correlator.sources.format;

import static io.correlator.sources.format.Timestamps.ABSENT;
import static io.correlator.sources.format.Timestamps.BAD;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads times such as {@code 2026-03-01T07:28:03.123456+01:00} (ISO 8601, RFC 3339).
 *
 * <p>As in {@link BsdTimestamp}, the text of the minute read last, sixteen bytes, is remembered.
 */
final class IsoTimestamp {
  /** The length of {@code 2026-03-01T07:28}. */
  private static final int MINUTE_LENGTH = 16;

  /** The minute to begin with, so that what is remembered is always true. */
  private static final byte[] EPOCH = "1970-01-01T00:00".getBytes(StandardCharsets.US_ASCII);

  /** Null if the time must name its zone. */
  private final @Nullable ZoneClock zone;

  // The text of the remembered minute and when it began, in the time it shows.
  private long knownHead;
  private long knownTail;
  private long knownMinute;

  private long epochMilli;
  private int laterBy;

  private IsoTimestamp(@Nullable ZoneClock zone) {
    this.zone = zone;
    this.knownHead = Timestamps.eightBytes(EPOCH, 0);
    this.knownTail = Timestamps.eightBytes(EPOCH, 8);
  }

  /** As RFC 5424, section 6.2.3, wants it: an upper-case T, and Z or an offset with a colon. */
  static IsoTimestamp strict() {
    return new IsoTimestamp(null);
  }

  /**
   * With a blank or a T before the time of day, and hyphens or slashes in the date. An offset needs
   * no colon, and may stand behind a blank, as {@code UTC} and {@code GMT} do; without one, the
   * time is that of {@code zone}.
   */
  static IsoTimestamp lenient(ZoneClock zone) {
    return new IsoTimestamp(zone);
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
    if (to - from < MINUTE_LENGTH) {
      return looksLikeOne(bytes, from, to) ? BAD : ABSENT;
    }
    if (Timestamps.eightBytes(bytes, from) != knownHead
        || Timestamps.eightBytes(bytes, from + 8) != knownTail) {
      int failure = readMinute(bytes, from, to);
      if (failure != 0) {
        return failure;
      }
    }
    long seconds = Seconds.read(bytes, from + MINUTE_LENGTH, to);
    if (seconds == Seconds.NONE) {
      return BAD;
    }
    laterBy = Timestamps.withSeconds(Timestamps.EXACT, seconds);
    return readZone(bytes, Seconds.end(seconds), to, knownMinute + Seconds.millis(seconds));
  }

  private boolean looksLikeOne(byte[] bytes, int from, int to) {
    return to - from >= 5
        && Digits.four(bytes, from) >= 0
        && (bytes[from + 4] == '-' || (zone != null && bytes[from + 4] == '/'));
  }

  /** Reads and remembers the minute; 0 if that went well, or else a failure. */
  private int readMinute(byte[] bytes, int from, int to) {
    if (!looksLikeOne(bytes, from, to)) {
      return ABSENT;
    }
    int year = Digits.four(bytes, from);
    int month = Digits.two(bytes, from + 5);
    int day = Digits.two(bytes, from + 8);
    int hour = Digits.two(bytes, from + 11);
    int minute = Digits.two(bytes, from + 14);
    byte separator = bytes[from + 10];
    if (bytes[from + 7] != bytes[from + 4]
        || (separator != 'T' && (zone == null || separator != ' '))
        || bytes[from + 13] != ':') {
      return BAD;
    }
    int failure = Timestamps.failureOf(year, month, day, hour, minute);
    if (failure != 0) {
      return failure;
    }
    knownHead = Timestamps.eightBytes(bytes, from);
    knownTail = Timestamps.eightBytes(bytes, from + 8);
    knownMinute = CivilDate.minute(year, month, day, hour, minute);
    return 0;
  }

  private int readZone(byte[] bytes, int at, int to, long local) {
    byte sign = at < to ? bytes[at] : 0;
    if (sign == 'Z') {
      epochMilli = local;
      return at + 1;
    }
    if (sign == '+' || sign == '-') {
      return readOffset(bytes, at, to, local);
    }
    if (zone == null) {
      return BAD;
    }
    if (sign == ' ' && isOffset(bytes, at + 1, to)) {
      return readOffset(bytes, at + 1, to, local);
    }
    if (Timestamps.isUniversal(bytes, at, to)) {
      epochMilli = local;
      return at + 4;
    }
    epochMilli = zone.toEpochMilli(local);
    laterBy = Math.max(laterBy, zone.laterBy());
    return at;
  }

  /** Whether a whole word is an offset: behind a blank, a hyphen may be anything. */
  private static boolean isOffset(byte[] bytes, int sign, int to) {
    if (to - sign < 5 || (bytes[sign] != '+' && bytes[sign] != '-')) {
      return false;
    }
    int minutes = bytes[sign + 3] == ':' ? sign + 4 : sign + 3;
    return to - minutes >= 2
        && Digits.two(bytes, sign + 1) >= 0
        && Digits.two(bytes, minutes) >= 0
        && Timestamps.isWordEnd(bytes, minutes + 2, to);
  }

  private int readOffset(byte[] bytes, int sign, int to, long local) {
    if (to - sign < 3) {
      return BAD;
    }
    int hours = Digits.two(bytes, sign + 1);
    int minutes = 0;
    int end = sign + 3;
    boolean colon = end < to && bytes[end] == ':';
    // In "07:28:03+01: x" the colon ends the time stamp.
    if (to - end >= (colon ? 3 : 2) && Digits.isDigit(bytes[colon ? end + 1 : end])) {
      minutes = Digits.two(bytes, colon ? end + 1 : end);
      end += colon ? 3 : 2;
    } else if (zone == null) {
      return BAD;
    }
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || (zone == null && !colon)) {
      return BAD;
    }
    long offset = (hours * 60 + minutes) * 60_000L;
    epochMilli = bytes[sign] == '+' ? local - offset : local + offset;
    return end;
  }
}
