package io.correlator.sources.format;

import static io.correlator.sources.format.Timestamps.ABSENT;

import io.correlator.api.RecordHeader;
import io.correlator.api.source.FormatContext;

/** Reads lines as {@link TimedFormat} describes them. For one thread. */
final class TimedParser {
  /** Times in brackets are no longer, with blanks, weekday, fraction and zone. */
  private static final int LONGEST_TIME = 48;

  /** The length of {@code 1632896724.123}. */
  private static final int SECONDS_LENGTH = 14;

  private static final byte[] TYPE = Ascii.bytes("type=");
  private static final byte[] NODE = Ascii.bytes("node=");
  private static final byte[] AUDIT = Ascii.bytes("msg=audit(");
  private final BsdTimestamp bsdTime;
  private final IsoTimestamp isoTime;
  private final DayFirstTimestamp dayFirst;
  private final SlashTimestamp slashed;
  private final PairLine pairs;

  private long epochMilli;
  private int laterBy;

  TimedParser(FormatContext context) {
    ZoneClock zone = new ZoneClock(context.zone());
    this.bsdTime = new BsdTimestamp(context, zone);
    this.isoTime = IsoTimestamp.lenient(zone);
    this.dayFirst = new DayFirstTimestamp(zone);
    this.slashed = new SlashTimestamp(zone);
    this.pairs = new PairLine(zone);
  }

  /** Reads a line that is no syslog, and forgets what was noted of it unless that still holds. */
  void readFailed(byte[] block, int from, int to, RecordHeader header) {
    if (from < to && block[from] != '<') {
      int found = read(block, from, to, header);
      if (found < ABSENT) {
        header.failed(Failures.ofTime(found));
      }
    }
  }

  /**
   * Reads a line. What is negative is one of the failures in {@link Timestamps}, and nothing is
   * noted then.
   */
  int read(byte[] block, int from, int to, RecordHeader header) {
    if (from == to) {
      return ABSENT;
    }
    if (block[from] == '[') {
      return readBracketed(block, from, to, header);
    }
    int found = readBefore(block, from, to, header);
    if (found == ABSENT) {
      found = readAfterLevel(block, from, to, header);
    }
    if (found == ABSENT) {
      found = readAudit(block, from, to, header);
    }
    if (found == ABSENT) {
      found = readPairs(block, from, to, header);
    }
    return found == ABSENT ? readAccess(block, from, to, header) : found;
  }

  private int readBracketed(byte[] block, int from, int to, RecordHeader header) {
    int limit = Math.min(to, from + LONGEST_TIME);
    int close = from + 1;
    while (close < limit && block[close] != ']') {
      close++;
    }
    if (close == limit) {
      return ABSENT;
    }
    int end = readTime(block, from + 1, close);
    if (end == ABSENT) {
      return readAfterWord(block, from, close, to, header);
    }
    if (end != close) {
      return Math.min(end, ABSENT);
    }
    int colon = close + 1 < to && block[close + 1] == ':' ? 1 : 0;
    return message(block, close + 1 + colon, to, header);
  }

  /** {@code [notice] 2025-02-03T13:04:05Z}, {@code [GIN] 2025/02/03 - 13:04:05}. */
  private int readAfterWord(byte[] block, int open, int close, int to, RecordHeader header) {
    int time = close + 2;
    if (time >= to
        || block[close + 1] != ' '
        || !Digits.isDigit(block[time])
        || Bytes.after(block, open + 1, close, Bytes.PRINTABLE) != close) {
      return ABSENT;
    }
    int end = readTime(block, time, to);
    if (end < 0) {
      return end;
    }
    if (end != to && block[end] != ' ') {
      return ABSENT;
    }
    found(header, epochMilli, laterBy);
    LevelWord.read(block, open, to, header);
    header.message(Bytes.afterBlanks(block, end, to));
    return end;
  }

  /** A time at the start that is not in brackets, with a blank behind it. */
  private int readBefore(byte[] block, int from, int to, RecordHeader header) {
    if (isSeconds(block, from, to) && block[from + SECONDS_LENGTH] == ' ') {
      found(header, EpochTimestamp.read(block, from, from + SECONDS_LENGTH), Timestamps.EXACT);
      header.message(from);
      return from;
    }
    int end = readTime(block, from, to);
    if (end < 0) {
      return end;
    }
    return end == to || block[end] == ' ' ? message(block, end, to, header) : ABSENT;
  }

  /** Any time of those that are written for people. */
  private int readTime(byte[] block, int from, int to) {
    if (from == to) {
      return ABSENT;
    }
    if (!Digits.isDigit(block[from])) {
      int end = bsdTime.read(block, isWeekday(block, from, to) ? from + 4 : from, to);
      epochMilli = bsdTime.epochMilli();
      laterBy = bsdTime.laterBy();
      return end;
    }
    int end = dayFirst.read(block, from, to);
    if (end != ABSENT) {
      epochMilli = dayFirst.epochMilli();
      laterBy = dayFirst.laterBy();
      return end;
    }
    end = slashed.read(block, from, to);
    if (end != ABSENT) {
      epochMilli = slashed.epochMilli();
      laterBy = slashed.laterBy();
      return end;
    }
    end = isoTime.read(block, from, to);
    epochMilli = isoTime.epochMilli();
    laterBy = isoTime.laterBy();
    return end;
  }

  /** {@code Wed }, of which the date that follows knows better than we. */
  private static boolean isWeekday(byte[] block, int from, int to) {
    return to - from >= "Wed Jan".length()
        && block[from + 3] == ' '
        && block[from] >= 'A'
        && block[from] <= 'Z'
        && BsdTimestamp.month(block, from + 4) != 0;
  }

  private static void found(RecordHeader header, long epochMilli, int laterBy) {
    header.reset();
    Timestamps.write(header, epochMilli, laterBy);
  }

  private int message(byte[] block, int timeEnd, int to, RecordHeader header) {
    found(header, epochMilli, laterBy);
    int at = Bytes.afterBlanks(block, timeEnd, to);
    int end = LevelWord.read(block, at, to, header);
    header.message(
        end == LevelWord.NONE || block[at] == '[' ? at : Bytes.afterBlanks(block, end, to));
    return at;
  }

  /** A record of the audit daemon. What follows the time holds names that others have chosen. */
  int readAudit(byte[] block, int from, int to, RecordHeader header) {
    int at = from;
    int hostFrom = at;
    int hostTo = at;
    if (Ascii.startsWith(block, at, to, NODE)) {
      hostFrom = at + NODE.length;
      hostTo = Bytes.after(block, hostFrom, to, Bytes.HOST);
      at = Math.min(hostTo + 1, to);
    }
    if (!Ascii.startsWith(block, at, to, TYPE)) {
      return ABSENT;
    }
    at = Math.min(Bytes.after(block, at, to, Bytes.PRINTABLE) + 1, to);
    int seconds = at + AUDIT.length;
    if (!Ascii.startsWith(block, at, to, AUDIT)
        || !isSeconds(block, seconds, to)
        || block[seconds + SECONDS_LENGTH] != ':') {
      return ABSENT;
    }
    found(header, EpochTimestamp.read(block, seconds, seconds + SECONDS_LENGTH), Timestamps.EXACT);
    if (hostTo > hostFrom) {
      header.host(hostFrom, hostTo);
    }
    header.message(from);
    return from;
  }

  /** Whether ten digits, a point and three digits stand there, and something behind them. */
  private static boolean isSeconds(byte[] block, int from, int to) {
    if (to - from <= SECONDS_LENGTH || block[from + 10] != '.') {
      return false;
    }
    for (int i = 0; i < SECONDS_LENGTH; i++) {
      if (i != 10 && !Digits.isDigit(block[from + i])) {
        return false;
      }
    }
    return block[from] != '0';
  }

  /** {@code ERROR 2025-02-03T13:04:05 x}, {@code WARN: [2025-02-03 13:04:05] x}. */
  private int readAfterLevel(byte[] block, int from, int to, RecordHeader header) {
    if (Digits.isDigit(block[from])) {
      return ABSENT;
    }
    int level = LevelWord.severity(block, from, to);
    if (level == SeverityName.NONE) {
      return ABSENT;
    }
    int at = Bytes.afterBlanks(block, LevelWord.end(block, from, to), to);
    boolean bracketed = at < to && block[at] == '[';
    int time = bracketed ? at + 1 : at;
    int end = time < to && Digits.isDigit(block[time]) ? readTime(block, time, to) : ABSENT;
    if (end < 0) {
      return end;
    }
    byte behind = end < to ? block[end] : (byte) ' ';
    if (bracketed ? behind != ']' : behind != ' ' && behind != ':') {
      return ABSENT;
    }
    found(header, epochMilli, laterBy);
    header.priority(LevelWord.USER_LEVEL + level);
    header.message(Bytes.afterBlanks(block, behind == ' ' ? end : end + 1, to));
    return end;
  }

  /** Names and values, of which one is a time or which fill the line. */
  int readPairs(byte[] block, int from, int to, RecordHeader header) {
    int found = pairs.read(block, from, to);
    if (found == from) {
      header.reset();
      pairs.note(header);
      header.message(from);
    }
    return found;
  }

  /** A line of an access log. */
  int readAccess(byte[] block, int from, int to, RecordHeader header) {
    int quote = AccessLine.request(block, from, to);
    if (quote == to) {
      return ABSENT;
    }
    int end = dayFirst.read(block, AccessLine.time(quote), quote - 2);
    if (end != quote - 2) {
      return Math.min(end, ABSENT);
    }
    found(header, dayFirst.epochMilli(), dayFirst.laterBy());
    header.message(from);
    return from;
  }
}
