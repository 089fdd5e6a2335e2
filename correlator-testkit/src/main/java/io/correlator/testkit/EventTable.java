package io.correlator.testkit;

import io.correlator.api.EmittedEvent;
import io.correlator.api.Printable;
import java.util.ArrayList;
import java.util.List;

/** Shows events to people: one line each, in columns, with what does not show written out. */
final class EventTable {
  private static final int LONGEST_CELL = 80;

  private EventTable() {}

  static String of(List<EmittedEvent> events) {
    if (events.isEmpty()) {
      return "(no events)\n";
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("#", "time", "severity", "module", "type", "summary", "fields", "evidence"));
    for (EmittedEvent event : events) {
      rows.add(
          List.of(
              Integer.toString(rows.size() - 1),
              event.timestamp().toString(),
              event.severity().toString(),
              cell(event.origin()),
              cell(event.type()),
              cell(event.summary()),
              cell(event.fields().toString()),
              event.evidence().size() + " records"));
    }
    return text(rows);
  }

  private static String cell(String text) {
    if (text.codePointCount(0, text.length()) <= LONGEST_CELL) {
      return Printable.of(text);
    }
    return Printable.of(text.substring(0, text.offsetByCodePoints(0, LONGEST_CELL))) + "...";
  }

  private static String text(List<List<String>> rows) {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder table = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
      }
      table.append(line.toString().stripTrailing()).append('\n');
    }
    return table.toString();
  }
}
