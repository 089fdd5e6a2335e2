package io.correlator.api.source;

import io.correlator.api.Fields;
import io.correlator.api.LogRecord;

/**
 * Describes how lines of one kind are written: what it is called and how they are read.
 *
 * <p>Immutable; may be used by any thread. To be found by name, a format is declared as a service
 * and has a public constructor without arguments.
 */
public interface RecordFormat {
  /** The name by which it is chosen, such as {@code rfc5424}. */
  String name();

  /** One line for people: what lines of this kind look like. */
  default String description() {
    return "";
  }

  /** A parser for one run of one source. */
  RecordParser open(FormatContext context);

  /**
   * Which lines make one record: for most formats, each is one. A format whose records span lines
   * gives each stream a span of its own.
   */
  default RecordSpan span() {
    return RecordSpan.LINE;
  }

  /**
   * The named fields of a record that this format's parser has read. Called on demand, from any
   * thread; must not throw, whatever the line says. If records have the same names again and again,
   * a {@link io.correlator.api.FieldLayout} saves reading values that nobody asks for.
   */
  default Fields fields(LogRecord record) {
    return Fields.empty();
  }
}
