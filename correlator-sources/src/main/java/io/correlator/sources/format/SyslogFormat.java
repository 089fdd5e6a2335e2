package io.correlator.sources.format;

import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.Slice;
import io.correlator.api.source.FormatContext;
import io.correlator.api.source.RecordFormat;
import io.correlator.api.source.RecordParser;

/**
 * Syslog of either kind, told apart line by line: what begins with a priority and a version number
 * is read as {@link Rfc5424Format}, all else as {@link Rfc3164Format}.
 *
 * <p>A message that is an event of a firewall or the like has its parts as fields: those of the
 * Common Event Format, {@code CEF:0|vendor|product|version|id|name|severity|src=192.0.2.1 ...}, and
 * of the Log Event Extended Format, {@code LEEF:1.0|vendor|product|version|id|src=192.0.2.1 ...}.
 * Fields of the header are {@code deviceVendor}, {@code deviceProduct}, {@code deviceVersion}, and
 * for CEF {@code deviceEventClassId}, {@code name} and {@code severity}, for LEEF {@code eventId};
 * all others have the names in the line. They may stand alone on a line; their own time ({@code
 * rt}, {@code devTime}) counts then, if it is a number.
 *
 * <p>Immutable; may be used by any thread.
 */
public final class SyslogFormat implements RecordFormat {
  private static final RecordFormat RFC_5424 = new Rfc5424Format();

  /** A line of RFC 5424 shows that it is one in so many bytes. */
  private static final int VERSION_WITHIN = 16;

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
        if (header.hasFailed() && DeviceEvent.begins(block, from, to)) {
          DeviceEvent.readFailed(block, from, to, header);
        }
      }
    };
  }

  @Override
  public Fields fields(LogRecord record) {
    Fields ofHeader = ofHeader(record);
    Fields ofMessage = ofMessage(record);
    if (ofHeader.isEmpty() || ofMessage.isEmpty()) {
      return ofHeader.isEmpty() ? ofMessage : ofHeader;
    }
    Fields.Builder both = Fields.builder();
    ofHeader.asMap().forEach(both::put);
    ofMessage.asMap().forEach(both::put);
    return both.build();
  }

  private static Fields ofHeader(LogRecord record) {
    Slice line = record.rawSlice();
    byte[] begin = line.slice(0, Math.min(line.length(), VERSION_WITHIN)).toByteArray();
    return Rfc5424Parser.hasVersion(begin, 0, begin.length)
        ? RFC_5424.fields(record)
        : Fields.empty();
  }

  private static Fields ofMessage(LogRecord record) {
    Slice message = record.messageSlice();
    if (DeviceEvent.begins(message)) {
      return DeviceEvent.fields(message);
    }
    if (record.messageIndex() == 0 || !PairFields.begins(message)) {
      return Fields.empty();
    }
    Fields audit = AuditFields.of(message);
    return audit.isEmpty() ? PairFields.of(message) : audit;
  }
}
