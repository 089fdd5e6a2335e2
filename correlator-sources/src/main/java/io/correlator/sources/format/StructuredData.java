package io.correlator.sources.format;

import io.correlator.api.Fields;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The structured data of a line (RFC 5424, section 6.3): skipped while parsing, decoded on demand.
 *
 * <p>A line may hold thousands of parameters, all chosen by an attacker: decoding takes time in
 * proportion to the length of the line.
 */
final class StructuredData {
  private static final int MALFORMED = -1;

  private final byte[] line;
  private int at;

  private StructuredData(byte[] line, int at) {
    this.line = line;
    this.at = at;
  }

  /** The index after the structured data at {@code from}, or a negative number. */
  static int end(byte[] block, int from, int to) {
    if (from >= to) {
      return MALFORMED;
    }
    if (block[from] == '-') {
      return from + 1;
    }
    int at = from;
    while (at < to && block[at] == '[') {
      at = elementEnd(block, at, to);
      if (at == MALFORMED) {
        return MALFORMED;
      }
    }
    return at == from ? MALFORMED : at;
  }

  private static int elementEnd(byte[] block, int from, int to) {
    int at = Bytes.after(block, from + 1, to, Bytes.SD_NAME);
    if (at == from + 1) {
      return MALFORMED;
    }
    while (at < to && block[at] == ' ') {
      int name = at + 1;
      at = Bytes.after(block, name, to, Bytes.SD_NAME);
      int value = at == name ? MALFORMED : valueStart(block, at, to);
      if (value == MALFORMED) {
        return MALFORMED;
      }
      at = valueEnd(block, value, to) + 1;
    }
    return at < to && block[at] == ']' ? at + 1 : MALFORMED;
  }

  /**
   * The index after the equals sign at {@code from} and the quote that opens a value. There may be
   * blanks between them, as in the examples of the RFC (section 6.5), where a line was wrapped.
   */
  private static int valueStart(byte[] block, int from, int to) {
    if (from >= to || block[from] != '=') {
      return MALFORMED;
    }
    int quote = Bytes.afterBlanks(block, from + 1, to);
    return quote < to && block[quote] == '"' ? quote + 1 : MALFORMED;
  }

  /** The index of the quote that closes a value; {@code to} if there is none. */
  private static int valueEnd(byte[] block, int from, int to) {
    int at = from;
    while (at < to && block[at] != '"') {
      at += block[at] == '\\' && at + 1 < to ? 2 : 1;
    }
    return at;
  }

  /** The named fields of a line that the parser has read well. */
  static Fields fields(byte[] line) {
    int at = 0;
    for (int blanks = 0; at < line.length && blanks < 5; at++) {
      blanks += line[at] == ' ' ? 1 : 0;
    }
    int idEnd = Rfc5424Parser.nameEnd(line, at, line.length);
    if (idEnd < 0) {
      return Fields.empty();
    }
    Fields.Builder fields = Fields.builder();
    if (!Rfc5424Parser.isNil(line, at, idEnd)) {
      fields.put("msgid", text(line, at, idEnd));
    }
    if (end(line, idEnd + 1, line.length) > 0 && line[idEnd + 1] == '[') {
      fields.put("sd", new StructuredData(line, idEnd + 1).elements());
    }
    return fields.build();
  }

  private Fields elements() {
    Map<String, Map<String, Object>> elements = new LinkedHashMap<>();
    while (at < line.length && line[at] == '[') {
      int idEnd = Bytes.after(line, at + 1, line.length, Bytes.SD_NAME);
      Map<String, Object> parameters =
          elements.computeIfAbsent(text(line, at + 1, idEnd), id -> new LinkedHashMap<>());
      at = idEnd;
      readParameters(parameters);
      at++;
    }
    Map<String, Fields> decoded = new LinkedHashMap<>();
    elements.forEach((id, parameters) -> decoded.put(id, Fields.copyOf(parameters)));
    return Fields.copyOf(decoded);
  }

  private void readParameters(Map<String, Object> parameters) {
    while (line[at] == ' ') {
      int nameEnd = Bytes.after(line, at + 1, line.length, Bytes.SD_NAME);
      int valueStart = valueStart(line, nameEnd, line.length);
      int valueEnd = valueEnd(line, valueStart, line.length);
      parameters.merge(
          text(line, at + 1, nameEnd), value(valueStart, valueEnd), StructuredData::both);
      at = valueEnd + 1;
    }
  }

  /** A name that occurs again has a list of values. */
  private static Object both(Object before, Object value) {
    if (before instanceof Values values) {
      values.add((String) value);
      return values;
    }
    return new Values((String) before, (String) value);
  }

  /** A list of our own, so that adding to it is safe and cheap while it is being built. */
  private static final class Values extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Values(String first, String second) {
      super(List.of(first, second));
    }
  }

  /** A value without the backslashes that protect a quote, a backslash or a closing bracket. */
  private String value(int from, int to) {
    byte[] plain = new byte[to - from];
    int length = 0;
    for (int i = from; i < to; i++) {
      boolean escape = line[i] == '\\' && i + 1 < to && isProtected(line[i + 1]);
      plain[length++] = line[escape ? ++i : i];
    }
    return text(plain, 0, length);
  }

  private static boolean isProtected(byte b) {
    return b == '"' || b == '\\' || b == ']';
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }
}
