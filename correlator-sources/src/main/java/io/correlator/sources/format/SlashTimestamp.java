package io.correlator.sources.format;

import static io.correlator.sources.format.Timestamps.ABSENT;
import static io.correlator.sources.format.Timestamps.BAD;

/**
 * Reads times whose parts are numbers between slashes: {@code 2/3/2025 1:04:05 PM}, as Windows
 * programs write them in American English, and {@code 2025/02/03 - 13:04:05}, as Gin does.
 *
 * <p>Of two numbers before a year, the first is the month if AM or PM follows; where people write
 * the day first, the clock has mostly 24 hours. Without it nobody can tell, so such a time is none;
 * and if the first number cannot be a month, the time is wrong, so that somebody notices.
 */
final class SlashTimestamp {
  /** The length of {@code 2/3/2025 1:04:05 PM}. */
  private static final int SHORTEST = 19;

  /** The length of {@code 2025/02/03 - 13:04:05}. */
  private static final int WITH_DASH = 21;

  private final ZoneClock zone;
  private long epochMilli;
  private int laterBy;

  SlashTimestamp(ZoneClock zone) {
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
    if (to - from < SHORTEST) {
      return ABSENT;
    }
    return bytes[from + 1] == '/' || bytes[from + 2] == '/'
        ? readMonthFirst(bytes, from, to)
        : readYearFirst(bytes, from, to);
  }

  private int readYearFirst(byte[] bytes, int from, int to) {
    if (to - from < WITH_DASH
        || bytes[from + 4] != '/'
        || bytes[from + 7] != '/'
        || bytes[from + 10] != ' '
        || bytes[from + 11] != '-'
        || bytes[from + 12] != ' ') {
      return ABSENT;
    }
    long seconds = Seconds.read(bytes, from + 18, to);
    int hour = Digits.two(bytes, from + 13);
    return seconds == Seconds.NONE || bytes[from + 15] != ':'
        ? BAD
        : time(
            Digits.four(bytes, from),
            Digits.two(bytes, from + 5),
            Digits.two(bytes, from + 8),
            hour,
            Digits.two(bytes, from + 16),
            seconds,
            Seconds.end(seconds));
  }

  private int readMonthFirst(byte[] bytes, int from, int to) {
    int day = afterDigits(bytes, from, '/', to);
    int year = afterDigits(bytes, day, '/', to);
    if (year == ABSENT || to - year < 12) {
      return ABSENT;
    }
    int hour = bytes[year + 4] == ',' ? year + 6 : year + 5;
    int minute = bytes[hour - 1] == ' ' ? afterDigits(bytes, hour, ':', to) : ABSENT;
    long seconds =
        minute == ABSENT || to - minute < 5 ? Seconds.NONE : Seconds.read(bytes, minute + 2, to);
    if (Digits.four(bytes, year) < 0 || seconds == Seconds.NONE) {
      return ABSENT;
    }
    int half = half(bytes, Seconds.end(seconds), to);
    int hours = number(bytes, hour, minute - 1);
    if (half < 0) {
      return ABSENT;
    }
    return hours < 1 || hours > 12
        ? BAD
        : time(
            Digits.four(bytes, year),
            number(bytes, from, day - 1),
            number(bytes, day, year - 1),
            hours % 12 + half,
            Digits.two(bytes, minute),
            seconds,
            Seconds.end(seconds) + 3);
  }

  /** The hour at which the half of the day begins that is written there. */
  private static int half(byte[] bytes, int at, int to) {
    if (to - at < 3 || bytes[at] != ' ' || (bytes[at + 2] & ~0x20) != 'M') {
      return ABSENT;
    }
    return switch (bytes[at + 1] & ~0x20) {
      case 'A' -> 0;
      case 'P' -> 12;
      default -> ABSENT;
    };
  }

  /** Behind one or two digits and what must follow them. */
  private static int afterDigits(byte[] bytes, int from, char end, int to) {
    if (from == ABSENT || to - from < 3 || !Digits.isDigit(bytes[from])) {
      return ABSENT;
    }
    int at = Digits.isDigit(bytes[from + 1]) ? from + 2 : from + 1;
    return bytes[at] == end ? at + 1 : ABSENT;
  }

  private static int number(byte[] bytes, int from, int to) {
    return to - from == 2 ? Digits.two(bytes, from) : bytes[from] - '0';
  }

  private int time(int year, int month, int day, int hour, int minute, long seconds, int end) {
    int failure = Timestamps.failureOf(year, month, day, hour, minute);
    if (failure != 0) {
      return failure;
    }
    epochMilli =
        zone.toEpochMilli(
            CivilDate.minute(year, month, day, hour, minute) + Seconds.millis(seconds));
    laterBy = Timestamps.withSeconds(zone.laterBy(), seconds);
    return end;
  }
}
