package io.correlator.sources.format;

import io.correlator.api.RecordHeader;

/**
 * How severe a line is, if its next word says so: {@code ERROR}, {@code [error]}, {@code
 * [core:error]}, {@code WARN:}.
 */
final class LevelWord {
  static final int NONE = -1;

  /** Facility 1: what programs of users say. */
  static final int USER_LEVEL = 8;

  /** The longest name of a module of a web server and of a level, with what is between. */
  private static final int LONGEST = 40;

  private LevelWord() {}

  /** Notes the severity and returns the index after the word; {@link #NONE} if it is no level. */
  static int read(byte[] bytes, int from, int to, RecordHeader header) {
    boolean bracketed = from < to && bytes[from] == '[';
    int begin = bracketed ? from + 1 : from;
    int limit = Math.min(to, begin + LONGEST);
    int end = begin;
    int level = begin;
    while (end < limit && !endsWord(bytes[end], bracketed)) {
      if (bytes[end] == ':') {
        level = end + 1;
      }
      end++;
    }
    if (bracketed && (end == limit || bytes[end] == ' ') && !closes(bytes, end, limit)) {
      return NONE;
    }
    int severity = SeverityName.readName(bytes, level, end);
    if (severity == SeverityName.NONE) {
      return NONE;
    }
    header.priority(USER_LEVEL + severity);
    int at = bracketed ? Bytes.afterBlanks(bytes, end, to) : end;
    return at < to && bytes[at] != ' ' && bytes[at] != '\t' ? at + 1 : at;
  }

  /** How severe a line is whose first word is a level, without brackets; or none. */
  static int severity(byte[] bytes, int from, int to) {
    return SeverityName.readName(bytes, from, wordEnd(bytes, from, to));
  }

  /** The index after that word and what closes it. */
  static int end(byte[] bytes, int from, int to) {
    int end = wordEnd(bytes, from, to);
    return end < to && bytes[end] != ' ' && bytes[end] != '\t' ? end + 1 : end;
  }

  private static int wordEnd(byte[] bytes, int from, int to) {
    int limit = Math.min(to, from + LONGEST);
    int end = from;
    while (end < limit && !endsWord(bytes[end], false)) {
      end++;
    }
    return end;
  }

  private static boolean endsWord(byte b, boolean bracketed) {
    return b == ' ' || b == '\t' || (bracketed ? b == ']' : b == ':' || b == ',' || b == '|');
  }

  /** {@code [INFO ]} is padded. */
  private static boolean closes(byte[] bytes, int from, int to) {
    int at = Bytes.afterBlanks(bytes, from, to);
    return at < to && bytes[at] == ']';
  }
}
