package io.correlator.sources.format;

import static io.correlator.sources.format.Timestamps.ABSENT;

import io.correlator.api.RecordHeader;

/**
 * Lines of names and values, {@code ts=2025-02-03T13:04:05Z level=error msg="disk is full"}: when
 * they were written and how severe they are, which names in use for it tell.
 *
 * <p>A line is one if it has a time under such a name, or if it is made of two pairs or more and
 * nothing else. Of FortiGate, it is {@code eventtime}, a number since 1970, or {@code date} and
 * {@code time}, in the zone that {@code tz} says. For one thread.
 */
final class PairLine {
  private static final int NOTHING = -1;

  /** The length of {@code 2025-02-03}. */
  private static final int DATE_LENGTH = 10;

  /** The length of {@code 13:04:05}. */
  private static final int TIME_LENGTH = 8;

  /** The length of {@code +0100}. */
  private static final int ZONE_LENGTH = 5;

  private final IsoTimestamp isoTime;

  /** Date, time and zone of FortiGate in one piece. */
  private final byte[] joined = new byte[DATE_LENGTH + 1 + TIME_LENGTH + ZONE_LENGTH];

  // What the line has, while it is read.
  private byte[] block = {};
  private int failure;
  private boolean hasTime;
  private long epochMilli;
  private int laterBy;
  private int severity;
  private int date;
  private int dateTime;
  private int zoneFrom;
  private int eventFrom;
  private int eventTo;
  private int hostFrom;
  private int hostTo;

  // The value that was read last.
  private int valueFrom;
  private int valueTo;

  PairLine(ZoneClock zone) {
    this.isoTime = IsoTimestamp.lenient(zone);
  }

  /** Returns {@code from} if the line is one, or one of the failures in {@link Timestamps}. */
  int read(byte[] block, int from, int to) {
    if (from == to || !PairFields.isLetter(block[from])) {
      return ABSENT;
    }
    begin(block);
    int pairs = 0;
    int words = 0;
    int at = from;
    while (at < to) {
      int name = at;
      while (at < to && PairFields.isInName(block[at])) {
        at++;
      }
      if (at > name && at < to && block[at] == '=') {
        int equals = at;
        at = readValue(at + 1, to);
        readPair(name, equals);
        pairs++;
      } else if (pairs == 0) {
        return ABSENT;
      } else {
        at = PairFields.afterWord(block, at, to);
        words++;
      }
      at = Bytes.afterBlanks(block, at, to);
    }
    readParts();
    if (hasTime) {
      return from;
    }
    if (failure != ABSENT) {
      return failure;
    }
    return words == 0 && pairs > 1 ? from : ABSENT;
  }

  private void begin(byte[] block) {
    this.block = block;
    failure = ABSENT;
    hasTime = false;
    severity = SeverityName.NONE;
    date = NOTHING;
    dateTime = NOTHING;
    zoneFrom = NOTHING;
    eventFrom = NOTHING;
    eventTo = NOTHING;
    hostFrom = NOTHING;
    hostTo = NOTHING;
  }

  /** Finds where a value begins and ends without its quotes; returns the index behind them. */
  private int readValue(int from, int to) {
    if (from < to && block[from] == '"') {
      int close = PairFields.closingQuote(block, from + 1, to);
      if (close < to) {
        valueFrom = from + 1;
        valueTo = close;
        return close + 1;
      }
    }
    valueFrom = from;
    valueTo = PairFields.afterWord(block, from, to);
    return valueTo;
  }

  private void readPair(int from, int to) {
    int length = valueTo - valueFrom;
    switch (to - from) {
      case 1, 2 -> {
        if (is(from, to, "t") || is(from, to, "ts")) {
          readTime();
        } else if (is(from, to, "tz") && length == ZONE_LENGTH) {
          zoneFrom = valueFrom;
        }
      }
      case 3 -> readLevel(is(from, to, "lvl"));
      case 4 -> {
        if (is(from, to, "time")) {
          if (date != NOTHING && length == TIME_LENGTH && dateTime == NOTHING) {
            dateTime = valueFrom;
          } else {
            readTime();
          }
        } else if (is(from, to, "date") && length == DATE_LENGTH && date == NOTHING) {
          date = valueFrom;
        }
      }
      case 5 -> readLevel(is(from, to, "level"));
      case 7 -> {
        if (is(from, to, "devname")
            && Bytes.after(block, valueFrom, valueTo, Bytes.HOST) == valueTo) {
          hostFrom = valueFrom;
          hostTo = valueTo;
        }
      }
      case 8 -> {
        if (is(from, to, "datetime")) {
          readTime();
        } else {
          readLevel(is(from, to, "severity"));
        }
      }
      case 9 -> {
        if (is(from, to, "timestamp")) {
          readTime();
        } else if (is(from, to, "eventtime")) {
          eventFrom = valueFrom;
          eventTo = valueTo;
        }
      }
      default -> {}
    }
  }

  private boolean is(int from, int to, String name) {
    return Ascii.is(block, from, to, name);
  }

  private void readLevel(boolean named) {
    if (named && severity == SeverityName.NONE) {
      severity = SeverityName.readName(block, valueFrom, valueTo);
    }
  }

  /** The first value counts that is a time: {@code t=12ms} is none. */
  private void readTime() {
    if (hasTime || valueFrom == valueTo || !Digits.isDigit(block[valueFrom])) {
      return;
    }
    long number = EpochTimestamp.read(block, valueFrom, valueTo);
    if (number != ABSENT) {
      found(number, Timestamps.EXACT);
      return;
    }
    int end = isoTime.read(block, valueFrom, valueTo);
    if (end == valueTo) {
      found(isoTime.epochMilli(), isoTime.laterBy());
    } else if (failure == ABSENT) {
      failure = Math.min(end, ABSENT);
    }
  }

  private void found(long millis, int orLaterBy) {
    hasTime = true;
    epochMilli = millis;
    laterBy = orLaterBy;
  }

  /** The time that FortiGate has written in parts. */
  private void readParts() {
    if (hasTime || dateTime == NOTHING) {
      hostTo = NOTHING;
      return;
    }
    if (eventFrom != NOTHING) {
      long number = EpochTimestamp.read(block, eventFrom, eventTo);
      if (number != ABSENT) {
        found(number, Timestamps.EXACT);
        return;
      }
    }
    System.arraycopy(block, date, joined, 0, DATE_LENGTH);
    joined[DATE_LENGTH] = ' ';
    System.arraycopy(block, dateTime, joined, DATE_LENGTH + 1, TIME_LENGTH);
    int length = DATE_LENGTH + 1 + TIME_LENGTH;
    if (zoneFrom != NOTHING) {
      System.arraycopy(block, zoneFrom, joined, length, ZONE_LENGTH);
      length += ZONE_LENGTH;
    }
    int end = isoTime.read(joined, 0, length);
    if (end == length) {
      found(isoTime.epochMilli(), isoTime.laterBy());
    } else if (failure == ABSENT) {
      failure = Math.min(end, ABSENT);
    }
  }

  /** Notes what was read last. */
  void note(RecordHeader header) {
    if (hasTime) {
      Timestamps.write(header, epochMilli, laterBy);
    }
    if (severity != SeverityName.NONE) {
      header.priority(LevelWord.USER_LEVEL + severity);
    }
    if (hostTo > hostFrom) {
      header.host(hostFrom, hostTo);
    }
  }
}
