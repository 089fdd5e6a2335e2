package io.correlator.core.runtime;

import io.correlator.api.source.FormatContext;
import io.correlator.api.source.RecordFormat;
import io.correlator.api.source.RecordParser;

/** Stands for the format of a source that names none: its records are lines without parts. */
record UnknownFormat(String name) implements RecordFormat {
  @Override
  public RecordParser open(FormatContext context) {
    return (block, from, to, header) -> {};
  }
}
