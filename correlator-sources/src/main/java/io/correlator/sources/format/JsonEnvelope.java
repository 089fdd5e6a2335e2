package io.correlator.sources.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What stands around the records of an export that is one object, as clouds and search engines
 * write it: <code>{"Records": [{...}, {...}]}</code>. Like the brackets and commas of a list, it
 * separates records and belongs to none.
 *
 * <p>An object is an envelope if the list is its first member, or only members that are about the
 * answer come before: an event may well have a list of {@code events} after its other members. Each
 * record may have an envelope of its own, with the {@code _source} that was indexed.
 */
final class JsonEnvelope {
  private static final String[] LISTS = {"Records", "records", "Events", "events", "value"};

  /** What an answer, a page of it, or a hit says about itself. */
  private static final String[] ABOUT = {
    "took",
    "timed_out",
    "num_reduce_phases",
    "_scroll_id",
    "pit_id",
    "_shards",
    "_clusters",
    "total",
    "max_score",
    "relation",
    "successful",
    "skipped",
    "failed",
    "@odata.context",
    "@odata.count",
    "@odata.nextLink",
    "nextLink",
    "nextToken",
    "NextToken",
    "_index",
    "_type",
    "_id",
    "_score",
    "_version",
    "_seq_no",
    "_primary_term",
    "_ignored",
    "sort"
  };

  private static final byte[][] NAMES = {
    {'t', 'r', 'u', 'e'}, {'f', 'a', 'l', 's', 'e'}, {'n', 'u', 'l', 'l'}
  };

  /** Every line is asked for the name of its first member, and most have another first byte. */
  private static final Known[][] BY_FIRST_BYTE = byFirstByte();

  /** A name with its quotes, and what it means. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Known(byte[] name, Meaning meaning) {}

  private JsonEnvelope() {}

  /** What a member of an object means. */
  private enum Meaning {
    NOTHING,
    LIST,
    HITS,
    SOURCE,
    ABOUT
  }

  /** A line that does not belong to the beginning of an envelope. */
  static final int NO = -1;

  /** A line that may belong to the beginning of an envelope, without the list of the records. */
  static final int MORE = -2;

  /**
   * Behind what opens the envelope of a list with the brace at {@code from}, if a record follows:
   * where that begins. Otherwise {@code from}.
   */
  static int afterOpening(byte[] bytes, int from, int to) {
    int at = JsonScanner.afterBlanks(bytes, from + 1, to);
    int record = mayBeName(bytes, at, to) ? list(bytes, at, to) : NO;
    return record >= 0 && record < to ? record : from;
  }

  /** As {@link #afterOpening}, for the envelope of one record. */
  static int source(byte[] bytes, int from, int to) {
    int at = JsonScanner.afterBlanks(bytes, from + 1, to);
    while (mayBeName(bytes, at, to)) {
      int value = afterName(bytes, at, to);
      if (value < 0 || value == to) {
        return from;
      }
      Meaning meaning = meaning(bytes, at);
      if (meaning == Meaning.SOURCE && bytes[value] == '{') {
        return value;
      }
      at = meaning == Meaning.ABOUT ? afterMember(bytes, value, to) : to;
      if (at == NO || at == to || bytes[at] != ',') {
        return from;
      }
      at = JsonScanner.afterBlanks(bytes, at + 1, to);
    }
    return from;
  }

  /**
   * Looks for the list of the records in a line that comes after the brace of an object, and after
   * other lines that may belong to the beginning of an envelope.
   *
   * @return where the first record begins, or {@code to} if the list begins at the end of the line;
   *     else {@link #NO} or {@link #MORE}
   */
  static int list(byte[] bytes, int from, int to) {
    int at = JsonScanner.afterBlanks(bytes, from, to);
    while (at < to) {
      if (bytes[at] == '}' || bytes[at] == ']' || bytes[at] == ',') {
        at = JsonScanner.afterBlanks(bytes, at + 1, to);
        continue;
      }
      int value = mayBeName(bytes, at, to) ? afterName(bytes, at, to) : NO;
      Meaning meaning = value == NO ? Meaning.NOTHING : meaning(bytes, at);
      if (meaning == Meaning.NOTHING || meaning == Meaning.SOURCE) {
        return NO;
      }
      if (value == to) {
        return MORE;
      }
      if (bytes[value] == '[' && meaning != Meaning.ABOUT) {
        int record = JsonScanner.afterBlanks(bytes, value + 1, to);
        boolean records = record == to || bytes[record] == '{';
        return records && isLast(bytes, value, to) ? record : NO;
      }
      boolean opens = bytes[value] == '{' || bytes[value] == '[';
      int after = opens ? value + 1 : afterMember(bytes, value, to);
      if (after == NO) {
        return NO;
      }
      at = JsonScanner.afterBlanks(bytes, after, to);
    }
    return MORE;
  }

  /** Whether nothing follows a list, as far as can be seen, that an event would have. */
  private static boolean isLast(byte[] bytes, int list, int to) {
    int end = afterMember(bytes, list, to);
    return end == NO || end == to || bytes[end] != ',' || afterClosing(bytes, end, to) != end;
  }

  /** How many more braces open than close, outside of texts. */
  static int depth(byte[] bytes, int from, int to) {
    int depth = 0;
    for (int at = from; at < to; at++) {
      switch (bytes[at]) {
        case '{' -> depth++;
        case '}' -> depth--;
        case '"' -> {
          int end = JsonScanner.stringEnd(bytes, at + 1, to);
          at = end < 0 ? to : end;
        }
        default -> {}
      }
    }
    return depth;
  }

  /**
   * Behind what closes an envelope, members that are about the answer and a brace, if there is
   * nothing else; otherwise {@code from}.
   */
  static int afterClosing(byte[] bytes, int from, int to) {
    int at = JsonScanner.afterBlanks(bytes, from, to);
    while (at < to && bytes[at] == ',') {
      int name = JsonScanner.afterBlanks(bytes, at + 1, to);
      if (name == to) {
        return to;
      }
      if (!mayBeName(bytes, name, to) || meaning(bytes, name) != Meaning.ABOUT) {
        return from;
      }
      int value = afterName(bytes, name, to);
      if (value < 0) {
        return from;
      }
      at = afterMember(bytes, value, to);
      if (at == NO) {
        return from;
      }
    }
    return at < to && bytes[at] == '}' ? at + 1 : at == to ? to : from;
  }

  /** Whether the object at {@code object} is the value of a member: it has an envelope. */
  static boolean isMember(byte[] bytes, int from, int object) {
    return JsonList.last(bytes, from, object) == ':';
  }

  /** Whether a line behind the list of the records is a member that is about the answer. */
  static boolean isAbout(byte[] bytes, int from, int to) {
    return mayBeName(bytes, from, to) && meaning(bytes, from) == Meaning.ABOUT;
  }

  private static boolean mayBeName(byte[] bytes, int at, int to) {
    return at + 1 < to
        && bytes[at] == '"'
        && bytes[at + 1] > 0
        && BY_FIRST_BYTE[bytes[at + 1]].length > 0;
  }

  /** Where the value of the member begins, if there is a name and a colon. */
  private static int afterName(byte[] bytes, int name, int to) {
    int end = JsonScanner.stringEnd(bytes, name + 1, to);
    int colon = end < 0 ? to : JsonScanner.afterBlanks(bytes, end + 1, to);
    return colon == to || bytes[colon] != ':' ? -1 : JsonScanner.afterBlanks(bytes, colon + 1, to);
  }

  /**
   * Where the comma or bracket stands that comes after a value; {@code to} if there is none, and
   * {@link #NO} if something is no JSON: nobody would hear of it if it were left out.
   */
  private static int afterMember(byte[] bytes, int value, int to) {
    int depth = 0;
    int at = value;
    while (at < to) {
      byte b = bytes[at];
      if (b == '"') {
        int end = JsonScanner.stringEnd(bytes, at + 1, to);
        if (end < 0) {
          return NO;
        }
        at = end + 1;
      } else if (depth == 0 && (b == ',' || b == '}' || b == ']')) {
        return at;
      } else if (b == '{' || b == '[') {
        depth++;
        at++;
      } else if (b == '}' || b == ']') {
        depth--;
        at++;
      } else if (JsonScanner.isBlank(b) || b == ',' || b == ':') {
        at++;
      } else {
        at = afterPlain(bytes, at, to);
        if (at == NO) {
          return NO;
        }
      }
    }
    return to;
  }

  /** Behind a number or a name of JSON; {@link #NO} if it is none. */
  private static int afterPlain(byte[] bytes, int from, int to) {
    for (byte[] name : NAMES) {
      if (Arrays.equals(name, 0, name.length, bytes, from, Math.min(from + name.length, to))) {
        return from + name.length;
      }
    }
    int at = from;
    while (at < to && isOfNumber(bytes[at])) {
      at++;
    }
    return at > from ? at : NO;
  }

  private static boolean isOfNumber(byte b) {
    return Digits.isDigit(b) || b == '-' || b == '+' || b == '.' || b == 'e' || b == 'E';
  }

  /** Of what {@linkplain #mayBeName may be a name}. */
  private static Meaning meaning(byte[] bytes, int at) {
    for (Known known : BY_FIRST_BYTE[bytes[at + 1]]) {
      byte[] name = known.name();
      int to = Math.min(at + name.length, bytes.length);
      if (Arrays.equals(name, 0, name.length, bytes, at, to)) {
        return known.meaning();
      }
    }
    return Meaning.NOTHING;
  }

  private static Known[][] byFirstByte() {
    Known[][] known = new Known[Byte.MAX_VALUE + 1][0];
    add(known, Meaning.LIST, LISTS);
    add(known, Meaning.HITS, "hits");
    add(known, Meaning.SOURCE, "_source");
    add(known, Meaning.ABOUT, ABOUT);
    return known;
  }

  private static void add(Known[][] known, Meaning meaning, String... names) {
    for (String name : names) {
      byte[] quoted = ('"' + name + '"').getBytes(StandardCharsets.US_ASCII);
      Known[] alike = known[quoted[1]];
      known[quoted[1]] = Arrays.copyOf(alike, alike.length + 1);
      known[quoted[1]][alike.length] = new Known(quoted, meaning);
    }
  }
}
