package io.correlator.sources.format;

import java.util.Arrays;

/**
 * Where the parts of a line of an access log stand, as Apache and nginx write it by default:
 *
 * <pre>
 * [host[:port]] client ident user [time] "request" status bytes ["referer" "agent"] [seconds]
 * </pre>
 *
 * <p>Clients choose the user, the request, the referer and the agent. Servers escape quotes and
 * backslashes in what stands in quotes, so that these end where they seem to; the user has no
 * quotes around it, so that the time is what stands right before the first quote, and the client is
 * counted from the left. For one thread.
 */
final class AccessLine {
  static final int HOST = 0;
  static final int CLIENT = 1;
  static final int USER = 2;
  static final int METHOD = 3;
  static final int TARGET = 4;
  static final int PATH = 5;
  static final int QUERY = 6;
  static final int VERSION = 7;
  static final int STATUS = 8;
  static final int SIZE = 9;
  static final int REFERER = 10;
  static final int AGENT = 11;
  static final int TAKEN = 12;
  static final int PARTS = 13;

  /** The length of {@code [29/Sep/2021:06:25:24 +0000] }, which stands before the request. */
  private static final int BEFORE_REQUEST = 29;

  private static final byte[] PROTOCOL = {' ', 'H', 'T', 'T', 'P', '/'};

  /** Where each part begins and ends; what begins below 0 is missing. */
  private final int[] spans = new int[2 * PARTS];

  private byte[] bytes = {};
  private int at;
  private int to;

  int from(int part) {
    return spans[2 * part];
  }

  int to(int part) {
    return spans[2 * part + 1];
  }

  boolean has(int part) {
    return spans[2 * part] >= 0;
  }

  private void set(int part, int from, int to) {
    spans[2 * part] = from;
    spans[2 * part + 1] = to;
  }

  /** What servers write where they have nothing to say is missing. */
  private void setUnlessDash(int part, int from, int to) {
    if (to > from && !(to - from == 1 && bytes[from] == '-')) {
      set(part, from, to);
    }
  }

  /** Where the quote stands that opens the request; {@code to} if the line is no such line. */
  static int request(byte[] bytes, int from, int to) {
    int quote = from;
    while (quote < to && (bytes[quote] != '"' || (quote > from && bytes[quote - 1] == '\\'))) {
      quote++;
    }
    int open = quote - BEFORE_REQUEST;
    return quote == to
            || open <= from
            || bytes[open] != '['
            || bytes[open - 1] != ' '
            || bytes[quote - 1] != ' '
            || bytes[quote - 2] != ']'
        ? to
        : quote;
  }

  /** Where the time begins before this quote, inside its bracket. */
  static int time(int quote) {
    return quote - BEFORE_REQUEST + 1;
  }

  /** Finds the parts of a line; false if it has no request in quotes, or no status behind it. */
  boolean read(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.to = to;
    Arrays.fill(spans, -1);
    int quote = request(bytes, from, to);
    if (quote == to) {
      return false;
    }
    int close = closingQuote(quote + 1);
    at = close + 1;
    if (close == to || !readStatus()) {
      return false;
    }
    readWho(from, quote - BEFORE_REQUEST - 1);
    readRequest(quote + 1, close);
    if (isBlankAt(at)) {
      at++;
      int size = at;
      setUnlessDash(SIZE, size, afterWord());
    }
    readQuoted(REFERER);
    readQuoted(AGENT);
    readTaken();
    return true;
  }

  /** The name of a virtual host stands before an address, or ends with its port. */
  private void readWho(int from, int end) {
    int first = wordEnd(from, end);
    int second = wordEnd(Math.min(first + 1, end), end);
    boolean host =
        second > first + 1
            && wordEnd(Math.min(second + 1, end), end) < end
            && !isAddress(from, first)
            && (isAddress(first + 1, second) || endsWithPort(from, first));
    int client = host ? first + 1 : from;
    if (host) {
      set(HOST, from, first);
    }
    int clientEnd = wordEnd(client, end);
    setUnlessDash(CLIENT, client, clientEnd);
    int user = Math.min(wordEnd(Math.min(clientEnd + 1, end), end) + 1, end);
    setUnlessDash(USER, user, end);
  }

  private int wordEnd(int from, int end) {
    int blank = from;
    while (blank < end && bytes[blank] != ' ') {
      blank++;
    }
    return blank;
  }

  /** Enough to tell an address from a name: only its digits, and points or colons between them. */
  private boolean isAddress(int from, int to) {
    int points = 0;
    int colons = 0;
    boolean decimal = true;
    int at = from;
    for (; at < to && bytes[at] != '%'; at++) {
      if (Bytes.is(bytes[at], Bytes.NOT_ADDRESS)) {
        return false;
      }
      points += bytes[at] == '.' ? 1 : 0;
      colons += bytes[at] == ':' ? 1 : 0;
      decimal &= bytes[at] == '.' || Digits.isDigit(bytes[at]);
    }
    return colons >= 2 || (points == 3 && decimal);
  }

  private boolean endsWithPort(int from, int to) {
    int digits = to;
    while (digits > from && Digits.isDigit(bytes[digits - 1])) {
      digits--;
    }
    return digits < to && digits > from + 1 && bytes[digits - 1] == ':';
  }

  /** What is no request of HTTP, as scanners send it, has no parts. */
  private void readRequest(int from, int end) {
    int method = from;
    while (method < end && isInMethod(bytes[method])) {
      method++;
    }
    if (method == from || method == end || bytes[method] != ' ') {
      return;
    }
    int target = method + 1;
    int targetEnd = end;
    int protocol = lastBlank(target, end);
    if (protocol >= target && startsWithProtocol(protocol, end)) {
      targetEnd = protocol;
      set(VERSION, protocol + 1, end);
    }
    set(METHOD, from, method);
    set(TARGET, target, targetEnd);
    int mark = target;
    while (mark < targetEnd && bytes[mark] != '?') {
      mark++;
    }
    set(PATH, target, mark);
    if (mark < targetEnd) {
      set(QUERY, mark + 1, targetEnd);
    }
  }

  private static boolean isInMethod(byte b) {
    return (b >= 'A' && b <= 'Z') || b == '-' || b == '_';
  }

  private int lastBlank(int from, int end) {
    int blank = end - 1;
    while (blank >= from && bytes[blank] != ' ') {
      blank--;
    }
    return blank;
  }

  private boolean startsWithProtocol(int from, int end) {
    return end - from > PROTOCOL.length
        && Arrays.equals(bytes, from, from + PROTOCOL.length, PROTOCOL, 0, PROTOCOL.length);
  }

  private boolean readStatus() {
    if (!isBlankAt(at)) {
      return false;
    }
    int status = at + 1;
    at = status;
    int end = afterWord();
    boolean none = end - status == 1 && bytes[status] == '-';
    if (!none && !(end - status == 3 && areDigits(status, end))) {
      return false;
    }
    setUnlessDash(STATUS, status, end);
    return true;
  }

  private boolean areDigits(int from, int end) {
    for (int i = from; i < end; i++) {
      if (!Digits.isDigit(bytes[i])) {
        return false;
      }
    }
    return true;
  }

  private boolean isBlankAt(int index) {
    return index < to && bytes[index] == ' ';
  }

  private int afterWord() {
    at = wordEnd(at, to);
    return at;
  }

  /** A line that was cut off within quotes is one part to its end. */
  private void readQuoted(int part) {
    if (isBlankAt(at) && at + 1 < to && bytes[at + 1] == '"') {
      int open = at + 2;
      int close = closingQuote(open);
      setUnlessDash(part, open, close);
      at = Math.min(close + 1, to);
    }
  }

  /** The first number behind all that: how long it took, bare or as {@code rt=0.123}. */
  private void readTaken() {
    while (isBlankAt(at)) {
      at++;
      if (at < to && bytes[at] == '"') {
        at = Math.min(closingQuote(at + 1) + 1, to);
        continue;
      }
      int word = at;
      int end = afterWord();
      int number = afterName(word, end);
      if (isDecimal(number, end)) {
        set(TAKEN, number, end);
        return;
      }
    }
  }

  private int afterName(int word, int end) {
    for (int i = word; i < end; i++) {
      if (bytes[i] == '=') {
        boolean named =
            Ascii.is(bytes, word, i, "rt")
                || Ascii.is(bytes, word, i, "request_time")
                || Ascii.is(bytes, word, i, "time");
        return named ? i + 1 : end;
      }
    }
    return word;
  }

  private boolean isDecimal(int from, int end) {
    int points = 0;
    for (int i = from; i < end; i++) {
      if (bytes[i] == '.' && i > from && i + 1 < end) {
        points++;
      } else if (!Digits.isDigit(bytes[i])) {
        return false;
      }
    }
    return end > from && points <= 1;
  }

  /** The quote that is not escaped, or {@code to}. */
  private int closingQuote(int from) {
    int quote = from;
    while (quote < to && bytes[quote] != '"') {
      quote += bytes[quote] == '\\' ? 2 : 1;
    }
    return Math.min(quote, to);
  }
}
