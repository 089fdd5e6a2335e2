package io.correlator.sources.format;

import io.correlator.api.source.FormatContext;
import io.correlator.api.source.RecordFormat;
import io.correlator.api.source.RecordParser;

/**
 * Lines without a header: the whole line is the message, and no line fails. Such a record has the
 * time of its neighbours or of its arrival.
 *
 * <p>Immutable; may be used by any thread.
 */
public final class PlainFormat implements RecordFormat {
  @Override
  public String name() {
    return "plain";
  }

  @Override
  public String description() {
    return "any line, without a header";
  }

  @Override
  public RecordParser open(FormatContext context) {
    return (block, from, to, header) -> header.message(from);
  }
}
