package io.correlator.sources.format;

import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.ParseFailure;
import io.correlator.api.RecordHeader;
import io.correlator.api.source.FormatContext;
import io.correlator.api.source.RecordFormat;
import io.correlator.api.source.RecordParser;

/**
 * As {@link Rfc5424Format}, and nothing that RFC 5424 does not allow: what else the other one reads
 * is a record that could not be parsed. {@link Rfc5424Violation} tells where it breaks the rules.
 * For senders that are put to the test; a log is better read by the other.
 *
 * <p>Immutable; may be used by any thread.
 */
public final class StrictRfc5424Format implements RecordFormat {
  private final RecordFormat lenient = new Rfc5424Format();

  @Override
  public String name() {
    return "rfc5424-strict";
  }

  @Override
  public String description() {
    return "as rfc5424, without what the RFC does not allow";
  }

  @Override
  public RecordParser open(FormatContext context) {
    return new Parser(lenient.open(context));
  }

  @Override
  public Fields fields(LogRecord record) {
    return lenient.fields(record);
  }

  private record Parser(RecordParser lenient) implements RecordParser {
    @Override
    public void parse(byte[] block, int from, int to, RecordHeader header) {
      lenient.parse(block, from, to, header);
      Rfc5424Violation violation = Rfc5424Grammar.firstIn(block, from, to);
      if (violation != null && !header.hasFailed()) {
        header.failed(failure(violation.part()));
      }
    }

    private static ParseFailure failure(Rfc5424Violation.Part part) {
      return switch (part) {
        case PRIORITY -> ParseFailure.BAD_PRIORITY;
        case TIMESTAMP -> ParseFailure.BAD_TIMESTAMP;
        default -> ParseFailure.MALFORMED;
      };
    }
  }
}
