package io.correlator.listeners;

import io.correlator.api.EmittedEvent;
import io.correlator.api.LogRecord;
import io.correlator.api.Printable;
import io.correlator.api.Severity;
import io.correlator.listeners.TextListener.Colour;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;

/**
 * How an event looks to people. Remembers how wide the columns have become, so that lines align
 * without knowing what is to come. For one thread.
 */
final class TextLayout {
  private static final String GAP = "  ";
  private static final String INDENT = "    ";
  private static final int LONGEST_SEVERITY = Severity.EMERGENCY.name().length();
  private static final String RESET = "\u001b[0m";

  private final Colour colour;
  private final Column origins = new Column(16);
  private final Column types = new Column(32);

  TextLayout(Colour colour) {
    this.colour = colour;
  }

  /** Appends the line of {@code event}. */
  void append(StringBuilder out, EmittedEvent event) {
    append(out, event.timestamp());
    out.append(GAP);
    append(out, event.severity());
    out.append(GAP);
    origins.append(out, event.origin());
    out.append(GAP);
    types.append(out, event.type());
    out.append(GAP);
    Printable.append(out, event.summary());
    out.append('\n');
  }

  /** Appends the lines of a message, indented, so that none looks like an event. */
  static void appendMessage(StringBuilder out, String message) {
    message
        .lines()
        .forEach(
            line -> {
              out.append(INDENT);
              Printable.append(out, line);
              out.append('\n');
            });
  }

  /** Appends a line for each record, indented. */
  void append(StringBuilder out, List<LogRecord> evidence) {
    for (LogRecord record : evidence) {
      out.append(INDENT);
      Printable.append(out, record.source());
      appendPlace(out, record);
      out.append(GAP);
      Printable.append(out, record.raw());
      out.append('\n');
    }
  }

  private static void appendPlace(StringBuilder out, LogRecord record) {
    if (record.line() > 0) {
      out.append(':').append(record.line());
    } else {
      out.append('@').append(record.position());
    }
  }

  private static void append(StringBuilder out, Instant time) {
    LocalDateTime utc = LocalDateTime.ofEpochSecond(time.getEpochSecond(), 0, ZoneOffset.UTC);
    appendDigits(out, utc.getYear(), 4);
    appendDigits(out.append('-'), utc.getMonthValue(), 2);
    appendDigits(out.append('-'), utc.getDayOfMonth(), 2);
    appendDigits(out.append(' '), utc.getHour(), 2);
    appendDigits(out.append(':'), utc.getMinute(), 2);
    appendDigits(out.append(':'), utc.getSecond(), 2);
    out.append('Z');
  }

  private static void appendDigits(StringBuilder out, int number, int digits) {
    for (int limit = 10, i = 1; i < digits; i++, limit *= 10) {
      if (number >= 0 && number < limit) {
        out.append('0');
      }
    }
    out.append(number);
  }

  private void append(StringBuilder out, Severity severity) {
    String escape = colour == Colour.ANSI ? escapeOf(severity) : "";
    out.append(escape).append(severity.name());
    if (!escape.isEmpty()) {
      out.append(RESET);
    }
    appendBlanks(out, LONGEST_SEVERITY - severity.name().length());
  }

  private static String escapeOf(Severity severity) {
    return switch (severity) {
      case EMERGENCY, ALERT, CRITICAL -> "\u001b[1;31m";
      case ERROR -> "\u001b[31m";
      case WARNING -> "\u001b[33m";
      case NOTICE -> "\u001b[36m";
      case INFO -> "";
      case DEBUG -> "\u001b[2m";
    };
  }

  private static void appendBlanks(StringBuilder out, int count) {
    for (int i = 0; i < count; i++) {
      out.append(' ');
    }
  }

  /** As wide as the widest text so far, up to a limit: a wider one pushes the rest aside. */
  private static final class Column {
    private final int limit;
    private int width;

    Column(int limit) {
      this.limit = limit;
    }

    void append(StringBuilder out, String text) {
      int start = out.length();
      Printable.append(out, text);
      int length = out.length() - start;
      width = Math.max(width, Math.min(length, limit));
      appendBlanks(out, width - length);
    }
  }
}
