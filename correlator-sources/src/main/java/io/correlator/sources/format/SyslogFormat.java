package io.correlator.sources.format;

import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.source.FormatContext;
import io.correlator.api.source.RecordFormat;
import io.correlator.api.source.RecordParser;

/**
 * Syslog of either kind, told apart line by line: what begins with a priority and a version number
 * is read as {@link Rfc5424Format}, all else as {@link Rfc3164Format}. The default of all sources.
 *
 * <p>Immutable; may be used by any thread.
 */
public final class SyslogFormat implements RecordFormat {
  private static final RecordFormat RFC_5424 = new Rfc5424Format();

  @Override
  public String name() {
    return "syslog";
  }

  @Override
  public String description() {
    return "syslog, classic or with structured data, told apart line by line";
  }

  @Override
  public RecordParser open(FormatContext context) {
    RecordParser rfc3164 = new Rfc3164Parser(context);
    RecordParser rfc5424 = new Rfc5424Parser();
    return (block, from, to, header) -> {
      if (Rfc5424Parser.hasVersion(block, from, to)) {
        rfc5424.parse(block, from, to, header);
      } else {
        rfc3164.parse(block, from, to, header);
      }
    };
  }

  @Override
  public Fields fields(LogRecord record) {
    byte[] line = record.rawSlice().toByteArray();
    return Rfc5424Parser.hasVersion(line, 0, line.length)
        ? RFC_5424.fields(record)
        : Fields.empty();
  }
}
