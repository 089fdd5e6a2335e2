package io.correlator.sources.format;

import io.correlator.api.ParseFailure;
import io.correlator.api.RecordHeader;
import io.correlator.api.source.FormatContext;
import io.correlator.api.source.RecordParser;

/** Reads lines as {@link Rfc3164Format} describes them. For one thread. */
final class Rfc3164Parser implements RecordParser {
  private static final int NO_TAG = -1;
  private static final int NO_HOST = -1;

  private final BsdTimestamp bsdTime;
  private final IsoTimestamp isoTime;

  Rfc3164Parser(FormatContext context) {
    ZoneClock zone = new ZoneClock(context.zone());
    this.bsdTime = new BsdTimestamp(context, zone);
    this.isoTime = IsoTimestamp.lenient(zone);
  }

  @Override
  public void parse(byte[] block, int from, int to, RecordHeader header) {
    int at = from;
    if (from < to && block[from] == '<') {
      at = Priority.read(block, from, to, header);
      if (at == Priority.BAD) {
        Failures.noHeader(block, from, to, header, ParseFailure.BAD_PRIORITY);
        return;
      }
      at = Bytes.afterBlanks(block, at, to);
    }
    int end = readTime(block, at, to, header);
    if (end >= 0) {
      boolean withLevel = at == from && Digits.isDigit(block[from]);
      if (!withLevel || !readLevel(block, Bytes.afterBlanks(block, end, to), to, header)) {
        readHostAndTag(block, end, to, header);
      }
    } else if (end != Timestamps.ABSENT) {
      header.failed(Failures.ofTime(end));
    } else if (at == from) {
      Failures.noHeader(block, from, to, header, ParseFailure.UNRECOGNISED);
    } else {
      readTagWithoutTime(block, at, to, header);
    }
  }

  private int readTime(byte[] block, int from, int to, RecordHeader header) {
    boolean iso = from < to && Digits.isDigit(block[from]);
    int end = iso ? isoTime.read(block, from, to) : bsdTime.read(block, from, to);
    if (end < 0) {
      return end;
    }
    if (end < to && (block[end] == ':' || (iso && block[end] == ','))) {
      end++;
    }
    if (end < to && block[end] != ' ' && !(iso && block[end] == '\t')) {
      return Timestamps.BAD;
    }
    if (iso) {
      Timestamps.write(header, isoTime.epochMilli(), isoTime.laterBy());
    } else {
      Timestamps.write(header, bsdTime.epochMilli(), bsdTime.laterBy());
    }
    return end;
  }

  /**
   * Reads how severe it is, where programs that write files of their own say so: behind an ISO time
   * where syslog has the host, in brackets or not. False if there is no such word.
   */
  private static boolean readLevel(byte[] block, int from, int to, RecordHeader header) {
    int end = LevelWord.read(block, from, to, header);
    if (end == LevelWord.NONE) {
      return false;
    }
    if (block[from] == '[') {
      // It may say more, as [core:error] does, and what follows is no tag.
      header.message(from);
      return true;
    }
    int rest = Bytes.afterBlanks(block, end, to);
    int message = rest < to && block[rest] == '[' ? NO_TAG : readTag(block, rest, to, header);
    header.message(message == NO_TAG ? rest : message);
    return true;
  }

  /** A line with a priority but no time. Programs on the same machine write that to its socket. */
  private static void readTagWithoutTime(byte[] block, int from, int to, RecordHeader header) {
    int message = readTag(block, from, to, header);
    if (message != NO_TAG) {
      header.message(message);
    } else {
      header.failed(from == to ? ParseFailure.MALFORMED : ParseFailure.BAD_TIMESTAMP);
    }
  }

  private static void readHostAndTag(byte[] block, int from, int to, RecordHeader header) {
    int rest = from;
    int hostFrom = Bytes.afterBlanks(block, from, to);
    int hostTo = hostEnd(block, hostFrom, to);
    if (hostTo != NO_HOST) {
      rest = hostTo;
      header.host(hostFrom, hostTo);
    }
    int message = readTag(block, Bytes.afterBlanks(block, rest, to), to, header);
    header.message(message != NO_TAG ? message : Math.min(rest + 1, to));
  }

  /**
   * The end of the word at {@code from} if that can be the name or address of a host; a colon is
   * part of an IPv6 address or else says that the word is a tag.
   */
  private static int hostEnd(byte[] block, int from, int to) {
    int kinds = 0;
    int colons = 0;
    int at = from;
    for (; at < to && block[at] != ' '; at++) {
      int kind = Bytes.kind(block[at]);
      if ((kind & Bytes.HOST) == 0) {
        return NO_HOST;
      }
      kinds |= kind;
      colons += block[at] == ':' ? 1 : 0;
    }
    if ((kinds & Bytes.WORD) == 0) {
      return NO_HOST;
    }
    boolean address = colons >= 2 && (kinds & Bytes.NOT_ADDRESS) == 0 && block[at - 1] != ':';
    return colons == 0 || address ? at : NO_HOST;
  }

  /** Reads program and process id; returns where the message starts, or {@link #NO_TAG}. */
  private static int readTag(byte[] block, int from, int to, RecordHeader header) {
    if (from < to && block[from] == '[') {
      return readBracketedTag(block, from, to, header);
    }
    int programTo = Bytes.after(block, from, to, Bytes.PROGRAM);
    if (programTo == from || programTo == to) {
      return NO_TAG;
    }
    int end = programTo;
    if (block[programTo] == '[') {
      int idTo = idEnd(block, programTo + 1, to);
      if (idTo == NO_TAG) {
        return NO_TAG;
      }
      header.processId(programTo + 1, idTo);
      end = idTo + 1;
    } else if (!endsInColon(block, from, programTo, to) || DeviceEvent.begins(block, from, to)) {
      return NO_TAG;
    }
    header.program(from, programTo);
    return messageStart(block, end, to);
  }

  /** {@code [sshd]}, with or without a colon. */
  private static int readBracketedTag(byte[] block, int from, int to, RecordHeader header) {
    int programTo = Bytes.after(block, from + 1, to, Bytes.PROGRAM);
    int end = programTo + 1;
    if (programTo == from + 1
        || Digits.isDigit(block[from + 1])
        || programTo == to
        || block[programTo] != ']'
        || (end < to && block[end] != ':' && block[end] != ' ')) {
      return NO_TAG;
    }
    header.program(from + 1, programTo);
    return messageStart(block, end, to);
  }

  /** The closing bracket of a process id that holds neither blanks nor brackets. */
  private static int idEnd(byte[] block, int from, int to) {
    for (int at = from; at < to; at++) {
      if (block[at] == ']') {
        return at;
      }
      if (block[at] == '[' || !Bytes.is(block[at], Bytes.PRINTABLE)) {
        return NO_TAG;
      }
    }
    return NO_TAG;
  }

  /**
   * Whether the colon ends a tag, and is not part of a time of day ({@code 07:28}), a URL, a path
   * ({@code C:\}) or a qualified name ({@code a::b}).
   */
  private static boolean endsInColon(byte[] block, int from, int colon, int to) {
    if (block[colon] != ':') {
      return false;
    }
    int next = colon + 1;
    if (next == to || block[next] == ' ') {
      return true;
    }
    boolean number = true;
    for (int at = from; at < colon && number; at++) {
      number = Digits.isDigit(block[at]);
    }
    return !number && block[next] != '/' && block[next] != '\\' && block[next] != ':';
  }

  private static int messageStart(byte[] block, int tagEnd, int to) {
    int at = tagEnd < to && block[tagEnd] == ':' ? tagEnd + 1 : tagEnd;
    return at < to && block[at] == ' ' ? at + 1 : at;
  }
}
