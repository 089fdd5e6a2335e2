package io.correlator.sources.format;

import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.source.FormatContext;
import io.correlator.api.source.RecordFormat;
import io.correlator.api.source.RecordParser;

/**
 * Records of the Linux audit daemon: {@code type=SYSCALL msg=audit(1632896724.123:77): comm="cat"
 * ...}, perhaps with {@code node=web1} before it, raw or enriched.
 *
 * <p>All pairs are fields, those within {@code msg='...'} too; of a name that comes again, the
 * first value counts. Values in hexadecimal digits are text again where the kernel writes text so:
 * in the words of a command ({@code a0}, {@code a1} of {@code EXECVE}), {@code proctitle}, {@code
 * comm}, {@code exe}, {@code name}, {@code key} and the like; several keys are a list. {@code msg}
 * is {@code audit(1632896724.123:77)}, which all records of an event share, though each is a record
 * of its own. The names that the daemon has looked up are fields in capitals, {@code AUID="root"}
 * beside {@code auid=0}.
 *
 * <p>The message is the whole line. What is no such line is a failed record. Immutable; may be used
 * by any thread.
 */
public final class AuditFormat implements RecordFormat {
  @Override
  public String name() {
    return "auditd";
  }

  @Override
  public String description() {
    return "records of the Linux audit daemon";
  }

  @Override
  public RecordParser open(FormatContext context) {
    TimedParser lines = new TimedParser(context);
    return (block, from, to, header) ->
        Failures.unlessRead(lines.readAudit(block, from, to, header), block, from, to, header);
  }

  @Override
  public Fields fields(LogRecord record) {
    return record.failure().isEmpty() ? AuditFields.of(record.rawSlice()) : Fields.empty();
  }
}
