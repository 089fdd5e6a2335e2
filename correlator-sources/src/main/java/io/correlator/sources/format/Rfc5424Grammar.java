package io.correlator.sources.format;

import io.correlator.sources.format.Rfc5424Violation.Part;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Holds a message against the grammar of RFC 5424, section 6, and what its text demands beyond
 * that: dates that exist, no leap second, each element of structured data once, UTF-8 where it says
 * so. Tells where the first byte stands that no message could have there.
 */
final class Rfc5424Grammar {
  private static final int HIGHEST_PRIORITY = 191;
  private static final int MAX_PRIORITY_DIGITS = 3;
  private static final int MAX_VERSION_DIGITS = 3;
  private static final int MAX_FRACTION_DIGITS = 6;
  private static final int MAX_HOST = 255;
  private static final int MAX_PROGRAM = 48;
  private static final int MAX_PROCESS_ID = 128;
  private static final int MAX_MESSAGE_ID = 32;
  private static final int MAX_SD_NAME = 32;
  private static final byte[] BOM = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private final byte[] line;
  private final int to;
  private int at;
  private Part part = Part.PRIORITY;

  /** Thrown and caught here only: there are many ways to go wrong, and one place to say so. */
  private static final class Broken extends Exception {
    private static final long serialVersionUID = 1L;

    Broken() {
      super(null, null, false, false);
    }
  }

  private Rfc5424Grammar(byte[] line, int from, int to) {
    this.line = line;
    this.to = to;
    this.at = from;
  }

  /** The first violation in the line from {@code from} to {@code to}; null if there is none. */
  static @Nullable Rfc5424Violation firstIn(byte[] line, int from, int to) {
    Rfc5424Grammar grammar = new Rfc5424Grammar(line, from, to);
    try {
      grammar.check();
      return null;
    } catch (Broken e) {
      return new Rfc5424Violation(grammar.at - from, grammar.part);
    }
  }

  private void check() throws Broken {
    priority();
    part = Part.VERSION;
    version();
    expect(' ');
    part = Part.TIMESTAMP;
    timestamp();
    expect(' ');
    name(Part.HOST, MAX_HOST);
    name(Part.PROGRAM, MAX_PROGRAM);
    name(Part.PROCESS_ID, MAX_PROCESS_ID);
    name(Part.MESSAGE_ID, MAX_MESSAGE_ID);
    part = Part.STRUCTURED_DATA;
    structuredData();
    if (at < to) {
      expect(' ');
      part = Part.MESSAGE;
      message();
    }
  }

  private void priority() throws Broken {
    expect('<');
    int value = digit('0', '9');
    for (int digits = 1; digits < MAX_PRIORITY_DIGITS && value > 0 && isDigit(); digits++) {
      int next = 10 * value + line[at] - '0';
      require(next <= HIGHEST_PRIORITY);
      value = next;
      at++;
    }
    expect('>');
  }

  private void version() throws Broken {
    digit('1', '9');
    for (int digits = 1; digits < MAX_VERSION_DIGITS && isDigit(); digits++) {
      at++;
    }
  }

  /** Section 6.2.3: as RFC 3339 writes it, in capital letters, at most to the microsecond. */
  private void timestamp() throws Broken {
    if (is('-')) {
      at++;
      return;
    }
    int year = 1000 * digit('0', '9') + 100 * digit('0', '9') + 10 * digit('0', '9');
    year += digit('0', '9');
    expect('-');
    int month = twoDigits(1, 12);
    expect('-');
    int dayAt = at;
    int day = twoDigits(1, 31);
    if (day > YearMonth.of(year, month).lengthOfMonth()) {
      at = dayAt;
      throw new Broken();
    }
    expect('T');
    twoDigits(0, 23);
    expect(':');
    twoDigits(0, 59);
    expect(':');
    twoDigits(0, 59);
    if (is('.')) {
      at++;
      digit('0', '9');
      for (int digits = 1; digits < MAX_FRACTION_DIGITS && isDigit(); digits++) {
        at++;
      }
    }
    if (is('Z')) {
      at++;
      return;
    }
    require(is('+') || is('-'));
    at++;
    twoDigits(0, 23);
    expect(':');
    twoDigits(0, 59);
  }

  private void name(Part name, int most) throws Broken {
    part = name;
    int start = at;
    while (at < to && at - start < most && isPrintable(line[at])) {
      at++;
    }
    require(at > start);
    expect(' ');
  }

  private void structuredData() throws Broken {
    if (is('-')) {
      at++;
      return;
    }
    List<byte[]> ids = new ArrayList<>();
    require(is('['));
    while (is('[')) {
      at++;
      int start = at;
      sdName();
      byte[] id = Arrays.copyOfRange(line, start, at);
      if (ids.stream().anyMatch(known -> Arrays.equals(known, id))) {
        at = start;
        throw new Broken();
      }
      ids.add(id);
      while (is(' ')) {
        at++;
        sdName();
        expect('=');
        expect('"');
        value();
        expect('"');
      }
      expect(']');
    }
  }

  private void sdName() throws Broken {
    int start = at;
    while (at < to && at - start < MAX_SD_NAME && isInName(line[at])) {
      at++;
    }
    require(at > start);
  }

  private void value() throws Broken {
    int start = at;
    while (at < to && line[at] != '"' && line[at] != ']') {
      if (line[at] == '\\') {
        at++;
        if (!is('"') && !is('\\') && !is(']')) {
          break;
        }
      }
      at++;
    }
    // What is no UTF-8 comes before whatever has ended the value.
    utf8(start, at);
  }

  private void message() throws Broken {
    int end = at + BOM.length;
    if (end <= to && Arrays.equals(line, at, end, BOM, 0, BOM.length)) {
      utf8(end, to);
    }
  }

  private void utf8(int start, int end) throws Broken {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer bytes = ByteBuffer.wrap(line, start, end - start);
    CoderResult result = decoder.decode(bytes, CharBuffer.allocate(end - start), true);
    if (result.isError()) {
      at = bytes.position();
      throw new Broken();
    }
  }

  /** Fails at the digit after which no number in the range can come. */
  private int twoDigits(int least, int most) throws Broken {
    int tens = digit('0', (char) ('0' + most / 10));
    int value = 10 * tens + (isDigit() ? line[at] - '0' : -1);
    require(isDigit() && value >= least && value <= most);
    at++;
    return value;
  }

  private int digit(char least, char most) throws Broken {
    require(at < to && line[at] >= least && line[at] <= most);
    return line[at++] - '0';
  }

  private void expect(char wanted) throws Broken {
    require(is(wanted));
    at++;
  }

  private void require(boolean good) throws Broken {
    if (!good) {
      throw new Broken();
    }
  }

  private boolean is(char wanted) {
    return at < to && line[at] == wanted;
  }

  private boolean isDigit() {
    return at < to && Digits.isDigit(line[at]);
  }

  private static boolean isPrintable(byte b) {
    return b > ' ' && b < 0x7f;
  }

  private static boolean isInName(byte b) {
    return isPrintable(b) && b != '=' && b != ']' && b != '"';
  }
}
