package io.correlator.sources.format;

import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.Slice;
import io.correlator.api.source.FormatContext;
import io.correlator.api.source.RecordFormat;
import io.correlator.api.source.RecordParser;
import io.correlator.api.source.RecordSpan;

/**
 * Whatever the other formats can tell of themselves, told apart record by record: what begins with
 * a brace, or is a list of what does, is read as {@link WindowsJsonFormat}, which also reads all
 * other JSON, and the rest as {@link SyslogFormat}; what that does not recognise may be a line with
 * a time of its own, as {@link TimedFormat} reads it. The default of all sources.
 *
 * <p>Immutable; may be used by any thread.
 */
public final class AutoFormat implements RecordFormat {
  private static final RecordFormat JSON = new WindowsJsonFormat();
  private static final RecordFormat SYSLOG = new SyslogFormat();
  private static final RecordFormat TIMED = new TimedFormat();

  @Override
  public String name() {
    return "auto";
  }

  @Override
  public String description() {
    return "syslog, JSON, Windows events as JSON, or lines with a time, told apart record by record";
  }

  @Override
  public RecordParser open(FormatContext context) {
    RecordParser json = JSON.open(context);
    RecordParser syslog = SYSLOG.open(context);
    TimedParser timed = new TimedParser(context);
    return (block, from, to, header) -> {
      if (JsonList.firstObject(block, from, to) < to) {
        json.parse(block, from, to, header);
      } else {
        syslog.parse(block, from, to, header);
        if (header.hasFailed()) {
          timed.readFailed(block, from, to, header);
        }
      }
    };
  }

  @Override
  public RecordSpan span() {
    return JSON.span();
  }

  @Override
  public Fields fields(LogRecord record) {
    if (begins(record.rawSlice())) {
      return JSON.fields(record);
    }
    Fields ofSyslog = SYSLOG.fields(record);
    return ofSyslog.isEmpty() ? TIMED.fields(record) : ofSyslog;
  }

  private static boolean begins(Slice line) {
    int at = 0;
    while (at < line.length() && JsonScanner.isBlank(line.byteAt(at))) {
      at++;
    }
    return at < line.length() && line.byteAt(at) == '{';
  }
}
