package io.correlator.sources.format;

import io.correlator.api.Fields;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The members of an object of JSON as fields, and single values. */
final class JsonFields {
  /** A number with more characters is not what a double writes, nor a long. */
  private static final int LONGEST_NUMBER = 25;

  private static final int MOST_DIGITS = 18;
  private static final int ESCAPE_LENGTH = 6;

  private final byte[] bytes;
  private int at;

  private JsonFields(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The fields of a line; none if it is no object. */
  static Fields read(byte[] line) {
    int first = JsonScanner.afterBlanks(line, 0, line.length);
    if (first == line.length || line[first] != '{') {
      return Fields.empty();
    }
    try {
      JsonFields reader = new JsonFields(line);
      reader.at = first;
      return reader.object(1);
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      // The parser has read this line well, so whoever kept it has damaged it.
      return Fields.empty();
    }
  }

  /** The value that begins at an index of a line; null if there is none that can be read. */
  static Object valueAt(byte[] line, int from) {
    try {
      JsonFields reader = new JsonFields(line);
      reader.at = from;
      return reader.value(1);
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      return Fields.NULL;
    }
  }

  /** From the opening bracket to the byte after the closing one. */
  private Fields object(int depth) {
    at++;
    Objects.checkIndex(depth, JsonScanner.DEEPEST + 1);
    Fields.Builder fields = Fields.builder();
    for (byte next = next(); next != '}'; next = next()) {
      if (next == ',') {
        at++;
        continue;
      }
      String name = name();
      at = JsonScanner.afterBlanks(bytes, at, bytes.length) + 1;
      fields.put(name, value(depth));
    }
    at++;
    return fields.build();
  }

  private List<Object> array(int depth) {
    at++;
    Objects.checkIndex(depth, JsonScanner.DEEPEST + 1);
    List<Object> elements = new ArrayList<>();
    for (byte next = next(); next != ']'; next = next()) {
      if (next == ',') {
        at++;
      } else {
        elements.add(value(depth));
      }
    }
    at++;
    return elements;
  }

  private byte next() {
    at = JsonScanner.afterBlanks(bytes, at, bytes.length);
    return bytes[at];
  }

  private Object value(int depth) {
    return switch (next()) {
      case '"' -> text();
      case '{' -> object(depth + 1);
      case '[' -> array(depth + 1);
      case 't' -> after("true", true);
      case 'f' -> after("false", false);
      case 'n' -> after("null", Fields.NULL);
      default -> number();
    };
  }

  private Object after(String word, Object value) {
    at += word.length();
    return value;
  }

  private String name() {
    int from = at + 1;
    int to = JsonScanner.nextSpecial(bytes, from, bytes.length);
    if (bytes[to] != '"') {
      return unescaped(from);
    }
    at = to + 1;
    return InternedNames.of(bytes, from, to);
  }

  private String text() {
    int from = at + 1;
    int to = JsonScanner.nextSpecial(bytes, from, bytes.length);
    if (bytes[to] != '"') {
      return unescaped(from);
    }
    at = to + 1;
    return plain(from, to);
  }

  private String plain(int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  /** Nearly all escapes are those of one letter, which stand for one byte. */
  private String unescaped(int from) {
    int to = JsonScanner.stringEnd(bytes, from, bytes.length);
    Objects.checkFromToIndex(from, to, bytes.length);
    byte[] text = new byte[to - from];
    int length = 0;
    int done = from;
    while (true) {
      int special = JsonScanner.nextSpecial(bytes, done, to);
      System.arraycopy(bytes, done, text, length, special - done);
      length += special - done;
      if (special == to) {
        at = to + 1;
        return new String(text, 0, length, StandardCharsets.UTF_8);
      }
      char letter = (char) bytes[special + 1];
      if (letter == 'u') {
        return unescapedFully(from, to);
      }
      text[length++] = (byte) named(letter);
      done = special + 2;
    }
  }

  /** Escapes are plain ASCII, so what is between them can be decoded first. */
  private String unescapedFully(int from, int to) {
    String escaped = plain(from, to);
    at = to + 1;
    StringBuilder text = new StringBuilder(escaped.length());
    int done = 0;
    for (int i = escaped.indexOf('\\'); i >= 0; i = escaped.indexOf('\\', done)) {
      text.append(escaped, done, i);
      char letter = escaped.charAt(i + 1);
      if (letter == 'u') {
        text.append((char) Integer.parseInt(escaped, i + 2, i + ESCAPE_LENGTH, 16));
        done = i + ESCAPE_LENGTH;
      } else {
        text.append(named(letter));
        done = i + 2;
      }
    }
    text.append(escaped, done, escaped.length());
    return wellFormed(text);
  }

  private static char named(char letter) {
    return switch (letter) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> letter;
    };
  }

  /** Half of a character is no text: it becomes U+FFFD, as broken UTF-8 does. */
  private static String wellFormed(StringBuilder text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        text.setCharAt(i, '\ufffd');
      }
    }
    return text.toString();
  }

  /** A number if that says exactly what was written, or else the text. */
  private Object number() {
    int from = at;
    while (at < bytes.length && isPartOfNumber(bytes[at])) {
      at++;
    }
    if (at == from) {
      throw new NumberFormatException("no number at " + at);
    }
    if (isWhole(from, at)) {
      return whole(from, at);
    }
    String text = plain(from, at);
    if (text.length() <= LONGEST_NUMBER) {
      double number = Double.parseDouble(text);
      if (Double.toString(number).equals(text)) {
        return number;
      }
    }
    return text;
  }

  private static boolean isPartOfNumber(byte b) {
    return Digits.isDigit(b) || b == '-' || b == '+' || b == '.' || b == 'e' || b == 'E';
  }

  /** Whether it fits in a long, and is no {@code -0}. */
  private boolean isWhole(int from, int to) {
    int first = bytes[from] == '-' ? from + 1 : from;
    if (to - first > MOST_DIGITS || (first > from && bytes[first] == '0')) {
      return false;
    }
    for (int i = first; i < to; i++) {
      if (!Digits.isDigit(bytes[i])) {
        return false;
      }
    }
    return true;
  }

  private Long whole(int from, int to) {
    boolean negative = bytes[from] == '-';
    long number = 0;
    for (int i = negative ? from + 1 : from; i < to; i++) {
      number = 10 * number + bytes[i] - '0';
    }
    return negative ? -number : number;
  }
}
