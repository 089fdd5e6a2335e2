package io.correlator.sources.format;

import static io.correlator.sources.format.Timestamps.ABSENT;
import static io.correlator.sources.format.Timestamps.BAD;
import static io.correlator.sources.format.Timestamps.NO_SUCH_DATE;

import io.correlator.api.source.FormatContext;
import java.time.Instant;

/**
 * Reads times as classic syslog writes them: {@code Mar 1 07:28:03}, in any letter case, with a day
 * of one or two digits, with or without a year before or after the time of day.
 *
 * <p>Lines that follow each other mostly lie in the same minute. So the text of a minute, twelve
 * bytes, is remembered with the instant it stands for, and the usual line costs two comparisons and
 * the reading of its seconds.
 */
final class BsdTimestamp {
  /** The length of {@code Mar 1 07:28}, with a day of two places. */
  private static final int MINUTE_LENGTH = 12;

  private static final int NO_YEAR = -1;
  private static final int LAST_MILLI_OF_MINUTE = 59_999;

  /** The most that clocks anywhere differ from UTC, as java.time has it. */
  private static final long LARGEST_OFFSET = 18 * 3_600_000L;

  // Between these, four digits after the time of day are a year and not the name of a host.
  private static final int FIRST_PLAUSIBLE_YEAR = 1970;
  private static final int LAST_PLAUSIBLE_YEAR = 2099;

  private final ZoneClock zone;
  private final int referenceYear;
  private final long latest;

  // The text of the remembered minute (its first and its last eight bytes), and when it began.
  // To begin with, no text matches: the two overlap, and here they contradict each other.
  private long knownHead;
  private long knownTail = -1;
  private long knownMinute;

  // The parts of the time being read.
  private int month;
  private int day;
  private int year;
  private int hour;
  private int minute;

  private long epochMilli;
  private int laterBy;

  BsdTimestamp(FormatContext context, ZoneClock zone) {
    Instant reference = context.reference();
    this.zone = zone;
    this.referenceYear = reference.atZone(context.zone()).getYear();
    this.latest = reference.toEpochMilli() + CivilDate.DAY_MILLIS;
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
    if (to - from >= MINUTE_LENGTH
        && Timestamps.eightBytes(bytes, from) == knownHead
        && Timestamps.eightBytes(bytes, from + 4) == knownTail) {
      int minuteEnd = from + MINUTE_LENGTH;
      long seconds = Seconds.read(bytes, minuteEnd, to);
      if (seconds != Seconds.NONE && yearAt(bytes, Seconds.end(seconds), to) == NO_YEAR) {
        epochMilli = knownMinute + Seconds.millis(seconds);
        laterBy = Timestamps.withSeconds(Timestamps.EXACT, seconds);
        return Seconds.end(seconds);
      }
    }
    return readAfresh(bytes, from, to);
  }

  private int readAfresh(byte[] bytes, int from, int to) {
    int minuteEnd = readMinute(bytes, from, to);
    if (minuteEnd < 0) {
      return minuteEnd;
    }
    long seconds = Seconds.read(bytes, minuteEnd, to);
    if (seconds == Seconds.NONE) {
      return BAD;
    }
    int end = Seconds.end(seconds);
    if (year == NO_YEAR) {
      year = yearAt(bytes, end, to);
      end = year == NO_YEAR ? end : end + 5;
    }
    if (!resolve(Seconds.millis(seconds))) {
      return NO_SUCH_DATE;
    }
    laterBy = Timestamps.withSeconds(zone.laterBy(), seconds);
    if (year == NO_YEAR && minuteEnd - from == MINUTE_LENGTH) {
      remember(bytes, from);
    }
    return end;
  }

  /** A year after the time of day, with the blank before it; or none. */
  private static int yearAt(byte[] bytes, int blank, int to) {
    if (to - blank < 5
        || bytes[blank] != ' '
        || !Digits.isDigit(bytes[blank + 1])
        || !isTimeEnd(bytes, blank + 5, to)) {
      return NO_YEAR;
    }
    int year = Digits.four(bytes, blank + 1);
    return year >= FIRST_PLAUSIBLE_YEAR && year <= LAST_PLAUSIBLE_YEAR ? year : NO_YEAR;
  }

  /** Whether a word ends at {@code at}, perhaps with a colon: {@code 2001:db8::1} is no year. */
  private static boolean isTimeEnd(byte[] bytes, int at, int to) {
    int end = at < to && bytes[at] == ':' ? at + 1 : at;
    return end == to || bytes[end] == ' ';
  }

  /** Reads all up to the minute into the fields and returns the index after it, or a failure. */
  private int readMinute(byte[] bytes, int from, int to) {
    month = to - from < 6 ? 0 : month(bytes, from);
    int at = afterBlanks(bytes, from + 3, to);
    if (month == 0 || at == from + 3 || at >= to || !Digits.isDigit(bytes[at])) {
      return ABSENT;
    }
    day = bytes[at++] - '0';
    if (at < to && Digits.isDigit(bytes[at])) {
      day = 10 * day + bytes[at++] - '0';
    }
    at = afterBlank(bytes, at, to);
    if (at < 0 || day < 1 || day > 31) {
      return BAD;
    }
    year = NO_YEAR;
    if (to - at >= 5 && bytes[at + 4] == ' ' && Digits.four(bytes, at) >= 0) {
      year = Digits.four(bytes, at);
      at += 5;
    }
    if (to - at < 5 || bytes[at + 2] != ':') {
      return BAD;
    }
    hour = Digits.two(bytes, at);
    minute = Digits.two(bytes, at + 3);
    return hour < 0 || hour > 23 || minute < 0 || minute > 59 ? BAD : at + 5;
  }

  /** The number of a month by its first three letters in any case; 0 if it is none. */
  static int month(byte[] bytes, int at) {
    int letters = lower(bytes[at]) << 16 | lower(bytes[at + 1]) << 8 | lower(bytes[at + 2]);
    return switch (letters) {
      case 'j' << 16 | 'a' << 8 | 'n' -> 1;
      case 'f' << 16 | 'e' << 8 | 'b' -> 2;
      case 'm' << 16 | 'a' << 8 | 'r' -> 3;
      case 'a' << 16 | 'p' << 8 | 'r' -> 4;
      case 'm' << 16 | 'a' << 8 | 'y' -> 5;
      case 'j' << 16 | 'u' << 8 | 'n' -> 6;
      case 'j' << 16 | 'u' << 8 | 'l' -> 7;
      case 'a' << 16 | 'u' << 8 | 'g' -> 8;
      case 's' << 16 | 'e' << 8 | 'p' -> 9;
      case 'o' << 16 | 'c' << 8 | 't' -> 10;
      case 'n' << 16 | 'o' << 8 | 'v' -> 11;
      case 'd' << 16 | 'e' << 8 | 'c' -> 12;
      default -> 0;
    };
  }

  /** Makes a letter lower case, and of nothing else a letter. */
  private static int lower(byte b) {
    return (b & 0xff) | 0x20;
  }

  /** The index after one or two blanks; {@code from} itself if there is none. */
  private static int afterBlanks(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && at < from + 2 && bytes[at] == ' ') {
      at++;
    }
    return at;
  }

  private static int afterBlank(byte[] bytes, int from, int to) {
    int at = afterBlanks(bytes, from, to);
    return at == from ? BAD : at;
  }

  /** Finds the instant; false if there is no such date. */
  private boolean resolve(int millis) {
    if (year != NO_YEAR) {
      epochMilli = zone.toEpochMilli(localTime(year, millis));
      return day <= CivilDate.daysIn(month, year);
    }
    // The latest candidate that is not too late is the nearest one, as years are so much longer
    // than the day of grace. Only 29 February can be without one.
    for (int candidate = referenceYear + 1; candidate >= referenceYear - 1; candidate--) {
      if (day <= CivilDate.daysIn(month, candidate) && isEarlyEnough(candidate, millis)) {
        return true;
      }
    }
    return false;
  }

  private boolean isEarlyEnough(int candidate, int millis) {
    // What is too late in every zone need not be asked of the clock, which then stays where it is.
    if (localTime(candidate, millis) - LARGEST_OFFSET > latest) {
      return false;
    }
    epochMilli = zone.toEpochMilli(localTime(candidate, millis));
    return epochMilli <= latest;
  }

  private long localTime(int inYear, int millis) {
    return CivilDate.minute(inYear, month, day, hour, minute) + millis;
  }

  /**
   * Remembers the minute just read, unless its beginning and its end do not belong together: there
   * the clock changes, or one lies too late for this year and the other does not.
   */
  private void remember(byte[] bytes, int from) {
    long found = epochMilli;
    boolean begins = isInstant(0);
    long begin = epochMilli;
    if (begins && isInstant(LAST_MILLI_OF_MINUTE) && epochMilli - begin == LAST_MILLI_OF_MINUTE) {
      knownHead = Timestamps.eightBytes(bytes, from);
      knownTail = Timestamps.eightBytes(bytes, from + 4);
      knownMinute = begin;
    }
    epochMilli = found;
  }

  private boolean isInstant(int millis) {
    return resolve(millis) && zone.laterBy() == Timestamps.EXACT;
  }
}
