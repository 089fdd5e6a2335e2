package io.correlator.listeners;

import io.correlator.api.Fields;
import io.correlator.api.Printable;
import java.util.List;

/** The fields of an event as {@code key=value}, for people and simple programs. */
final class FieldText {
  private FieldText() {}

  /**
   * Appends {@code key=value} for each field, each with a blank before it. A value that could be
   * mistaken for more than one is put in double quotes; lists and nested fields are JSON.
   */
  static void append(StringBuilder out, Fields fields) {
    fields.forEach(
        (name, value) -> {
          out.append(' ');
          appendToken(out, name);
          out.append('=');
          appendValue(out, value);
        });
  }

  private static void appendValue(StringBuilder out, Object value) {
    if (value instanceof Fields || value instanceof List<?>) {
      out.append(EventJson.renderValue(value));
    } else {
      appendToken(out, value.toString());
    }
  }

  /** One word as it is; anything else, such as text with a blank in it, in quotes. */
  static void appendToken(StringBuilder out, String text) {
    if (isWord(text)) {
      out.append(text);
    } else {
      appendQuoted(out, text);
    }
  }

  /** Appends text for people: as it is, but in quotes if it could be mistaken for fields. */
  static void appendSentence(StringBuilder out, String text) {
    if (text.indexOf('=') >= 0 || text.indexOf('"') >= 0) {
      appendQuoted(out, text);
    } else {
      Printable.append(out, text);
    }
  }

  /** In double quotes; quotes and backslashes get a backslash, so that it has one meaning. */
  private static void appendQuoted(StringBuilder out, String text) {
    out.append('"');
    Printable.append(out, text.replace("\\", "\\\\").replace("\"", "\\\""));
    out.append('"');
  }

  private static boolean isWord(String text) {
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (c == '"' || c == '=' || Character.isSpaceChar(c) || !Printable.isShown(c)) {
        return false;
      }
      i += Character.charCount(c);
    }
    return !text.isEmpty();
  }
}
