package io.correlator.sources.format;

import io.correlator.api.ParseFailure;
import io.correlator.api.RecordHeader;
import io.correlator.api.source.RecordParser;

/** Reads lines as {@link Rfc5424Format} describes them. For one thread. */
final class Rfc5424Parser implements RecordParser {
  private static final int MALFORMED = -1;

  private final IsoTimestamp time = IsoTimestamp.strict();

  /**
   * Whether a line begins with a priority (its brackets, at least) and a version number, or with
   * version 1 and a time, as some relays leave it.
   */
  static boolean hasVersion(byte[] bytes, int from, int to) {
    if (to - from < 5 || bytes[from] != '<') {
      return hasVersionAndTime(bytes, from, to);
    }
    int close = from + 1;
    while (close <= from + 4 && bytes[close] != '>') {
      close++;
    }
    return close < to && bytes[close] == '>' && afterVersion(bytes, close + 1, to) != MALFORMED;
  }

  /** The time is a digit, since {@code 1 - - ...} may be any text. */
  private static boolean hasVersionAndTime(byte[] bytes, int from, int to) {
    return to - from > 7
        && bytes[from] == '1'
        && bytes[from + 1] == ' '
        && Digits.isDigit(bytes[from + 2])
        && bytes[from + 6] == '-';
  }

  /** The index after a version, one to three digits without leading zero, and its blank. */
  static int afterVersion(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && at < from + 3 && Digits.isDigit(bytes[at])) {
      at++;
    }
    boolean version = at > from && at < to && bytes[at] == ' ' && bytes[from] != '0';
    return version ? at + 1 : MALFORMED;
  }

  @Override
  public void parse(byte[] block, int from, int to, RecordHeader header) {
    int at = hasVersionAndTime(block, from, to) ? from : Priority.read(block, from, to, header);
    if (at == Priority.BAD) {
      boolean begun = from < to && block[from] == '<';
      Failures.noHeader(
          block, from, to, header, begun ? ParseFailure.BAD_PRIORITY : ParseFailure.UNRECOGNISED);
      return;
    }
    at = afterVersion(block, at, to);
    if (at == MALFORMED) {
      header.failed(ParseFailure.MALFORMED);
      return;
    }
    at = readTime(block, at, to, header);
    if (at < 0) {
      header.failed(Failures.ofTime(at));
      return;
    }
    int message = readNames(block, at, to, header);
    if (message == MALFORMED) {
      header.failed(ParseFailure.MALFORMED);
    } else {
      header.message(message);
    }
  }

  /** Returns the index of the blank after the time, or a failure. */
  private int readTime(byte[] block, int from, int to, RecordHeader header) {
    if (from < to && block[from] == '-') {
      return from + 1 < to && block[from + 1] == ' ' ? from + 1 : Timestamps.BAD;
    }
    int end = time.read(block, from, to);
    if (end < 0) {
      return end;
    }
    if (end < to && block[end] != ' ') {
      return Timestamps.BAD;
    }
    Timestamps.write(header, time.epochMilli(), time.laterBy());
    return end;
  }

  /** Reads from the blank before the host to the start of the message, which it returns. */
  private static int readNames(byte[] block, int from, int to, RecordHeader header) {
    int host = from + 1;
    int hostTo = nameEnd(block, host, to);
    if (hostTo == MALFORMED) {
      return MALFORMED;
    }
    if (!isNil(block, host, hostTo)) {
      header.host(host, hostTo);
    }
    int program = hostTo + 1;
    int programTo = nameEnd(block, program, to);
    if (programTo == MALFORMED) {
      return MALFORMED;
    }
    if (!isNil(block, program, programTo)) {
      header.program(program, programTo);
    }
    int processId = programTo + 1;
    int processIdTo = nameEnd(block, processId, to);
    if (processIdTo == MALFORMED) {
      return MALFORMED;
    }
    if (!isNil(block, processId, processIdTo)) {
      header.processId(processId, processIdTo);
    }
    int messageIdTo = nameEnd(block, processIdTo + 1, to);
    return messageIdTo == MALFORMED ? MALFORMED : readData(block, messageIdTo + 1, to);
  }

  /** The index of the blank after a name, which is not empty. */
  static int nameEnd(byte[] block, int from, int to) {
    int at = Bytes.after(block, from, to, Bytes.PRINTABLE);
    return at > from && at < to && block[at] == ' ' ? at : MALFORMED;
  }

  static boolean isNil(byte[] block, int from, int to) {
    return to - from == 1 && block[from] == '-';
  }

  private static int readData(byte[] block, int from, int to) {
    int end = StructuredData.end(block, from, to);
    if (end < 0 || (end < to && block[end] != ' ')) {
      return MALFORMED;
    }
    int message = Math.min(end + 1, to);
    return startsWithBom(block, message, to) ? message + 3 : message;
  }

  /** MSG-UTF8 begins with a byte order mark, which says nothing new here. */
  private static boolean startsWithBom(byte[] block, int from, int to) {
    return to - from >= 3
        && block[from] == (byte) 0xef
        && block[from + 1] == (byte) 0xbb
        && block[from + 2] == (byte) 0xbf;
  }
}
