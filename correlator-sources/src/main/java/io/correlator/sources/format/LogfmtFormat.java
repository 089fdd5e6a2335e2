package io.correlator.sources.format;

import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.source.FormatContext;
import io.correlator.api.source.RecordFormat;
import io.correlator.api.source.RecordParser;

/**
 * Lines of names and values (logfmt): {@code ts=2021-09-29T06:25:24Z level=error msg="disk is
 * full"}.
 *
 * <p>The time stands under {@code time}, {@code ts}, {@code t}, {@code timestamp} or {@code
 * datetime}, as in ISO 8601 or as a number since 1970; the level under {@code level}, {@code lvl}
 * or {@code severity}. Of FortiGate, {@code eventtime} is the time, or else {@code date} with
 * {@code time} and {@code tz}, and {@code devname} the host. A line without a time is one if it has
 * two pairs or more and nothing else. All pairs are fields, and all values text; within quotes, a
 * backslash protects a quote and a backslash.
 *
 * <p>The message is the whole line. What is no such line is a failed record. Immutable; may be used
 * by any thread.
 */
public final class LogfmtFormat implements RecordFormat {
  @Override
  public String name() {
    return "logfmt";
  }

  @Override
  public String description() {
    return "names and values: ts=2025-02-03T13:04:05Z level=error msg=...";
  }

  @Override
  public RecordParser open(FormatContext context) {
    TimedParser lines = new TimedParser(context);
    return (block, from, to, header) ->
        Failures.unlessRead(lines.readPairs(block, from, to, header), block, from, to, header);
  }

  @Override
  public Fields fields(LogRecord record) {
    return record.failure().isEmpty() ? PairFields.of(record.rawSlice()) : Fields.empty();
  }
}
