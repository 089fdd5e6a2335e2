package io.correlator.sources.format;

import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.Slice;
import io.correlator.api.source.FormatContext;
import io.correlator.api.source.RecordFormat;
import io.correlator.api.source.RecordParser;

/**
 * Lines of programs that write files of their own, without host and program, and say when they
 * wrote them:
 *
 * <ul>
 *   <li>Access logs of web servers, {@code 192.0.2.1 - - [29/Sep/2021:06:25:24 +0000] "GET / ...}:
 *       the time stands in brackets before the first quote, whatever comes before it.
 *   <li>A time in brackets at the start: of an error log, {@code [Wed Sep 29 06:25:24.123456 2021]
 *       [core:error]}, or any other of those known.
 *   <li>Records of the Linux audit daemon, {@code type=SYSCALL msg=audit(1632896724.123:77):}.
 *   <li>{@code time="2021-09-29T06:25:24Z" level=error msg=...}, {@code Wed Sep 29 06:25:24 2021},
 *       {@code 29-Sep-2021 06:25:24.123}, or seconds since 1970 with three digits of a fraction.
 *   <li>{@code date=2021-09-29 time=06:25:24}, {@code [notice] 2021-09-29T06:25:24Z}, {@code [GIN]
 *       2021/09/29 - 06:25:24}, {@code ERROR 2021-09-29T06:25:24}.
 *   <li>{@code 9/29/2021 6:25:24 AM}: with AM or PM, the month stands first. Without, nobody can
 *       tell, and such a time is not read.
 * </ul>
 *
 * <p>The message is what follows a time at the start, or the whole line if the time stands within.
 * A level right behind the time or before it is the severity. Lines of access logs, of the audit
 * daemon and of names and values have fields, as {@link AccessFormat}, {@link AuditFormat} and
 * {@link LogfmtFormat} describe them. Times like {@code 2021/09/29 06:25:24 [error]} are read by
 * {@link Rfc3164Format}. Immutable; may be used by any thread.
 */
public final class TimedFormat implements RecordFormat {
  @Override
  public String name() {
    return "timed";
  }

  @Override
  public String description() {
    return "access logs, error logs, audit logs: lines with a time and no host or program";
  }

  @Override
  public RecordParser open(FormatContext context) {
    TimedParser parser = new TimedParser(context);
    return (block, from, to, header) ->
        Failures.unlessRead(parser.read(block, from, to, header), block, from, to, header);
  }

  @Override
  public Fields fields(LogRecord record) {
    return record.failure().isEmpty() ? ofLine(record) : Fields.empty();
  }

  /** The fields of a line that is whole, from its first byte on, what it is. */
  private static Fields ofLine(LogRecord record) {
    Slice line = record.rawSlice();
    if (record.messageIndex() > 0 || line.isEmpty()) {
      return Fields.empty();
    }
    if (PairFields.begins(line)) {
      Fields audit = AuditFields.of(line);
      return audit.isEmpty() ? PairFields.of(line) : audit;
    }
    return AccessFields.of(line);
  }
}
