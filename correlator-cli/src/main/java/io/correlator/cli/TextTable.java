package io.correlator.cli;

import java.io.PrintWriter;
import java.util.List;

/** Rows of cells in columns. */
final class TextTable {
  private TextTable() {}

  /** Prints rows in columns: the first to the left, numbers to the right. */
  static void print(List<List<String>> rows, PrintWriter out) {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        String cell = row.get(i);
        String padding = " ".repeat(widths[i] - cell.length());
        boolean left = i == 0 || !isCount(rows.get(rows.size() - 1).get(i));
        line.append(left ? cell + padding : padding + cell).append("  ");
      }
      out.println(line.toString().stripTrailing());
    }
  }

  private static boolean isCount(String cell) {
    return !cell.isEmpty() && cell.chars().allMatch(c -> Character.isDigit(c) || c == ',');
  }
}
