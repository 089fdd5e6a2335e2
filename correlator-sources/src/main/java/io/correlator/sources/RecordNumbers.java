package io.correlator.sources;

import io.correlator.api.source.SourceContext;
import io.correlator.api.source.SourcePosition;

/** Numbers the records of a source whose bytes have no offsets. For the thread of the source. */
final class RecordNumbers {
  private final String notation;
  private long next;

  private RecordNumbers(String notation, long next) {
    this.notation = notation;
    this.next = next;
  }

  /**
   * Goes on from the position that was saved, or from 0; and tells positions from now on.
   *
   * @param kind the first word of a position
   * @throws IllegalArgumentException if the saved position is none of this kind
   */
  static RecordNumbers of(String kind, SourceContext context) {
    String notation = kind + " 1 ";
    long first = context.resumeFrom().map(saved -> read(saved, notation)).orElse(0L);
    RecordNumbers numbers = new RecordNumbers(notation, first);
    context.positions(numbers::position);
    return numbers;
  }

  private static long read(String position, String notation) {
    String number = position.startsWith(notation) ? position.substring(notation.length()) : "";
    if (!number.matches("\\d{1,18}")) {
      throw new IllegalArgumentException(
          "the saved position is damaged, or of a later version: it must be '%sNUMBER', was '%s'"
              .formatted(notation, Escapes.escape(position)));
    }
    return Long.parseLong(number);
  }

  private SourcePosition position() {
    long position = next;
    return () -> notation + position;
  }

  /** The number of the record that follows. */
  long next() {
    return next;
  }

  /** The records from there on were not taken: their numbers are free. */
  void backTo(long number) {
    next = number;
  }

  /** The next record has its number. */
  void take() {
    next++;
  }
}
