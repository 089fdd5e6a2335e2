package io.correlator.benchmarks.rules;

import io.correlator.api.FieldLayout;
import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.ParseFailure;
import io.correlator.api.source.FormatContext;
import io.correlator.api.source.RecordFormat;
import io.correlator.api.source.RecordParser;
import java.util.List;

/**
 * The lines of a {@link SequenceLog}: milliseconds since 1970, a user, and what happened, as one
 * letter.
 */
final class SequenceFormat implements RecordFormat {
  private static final FieldLayout LAYOUT = FieldLayout.of(List.of("type", "user"));

  @Override
  public String name() {
    return "sequence";
  }

  @Override
  public RecordParser open(FormatContext context) {
    return (block, from, to, header) -> {
      long time = 0;
      int at = from;
      while (at < to && block[at] >= '0' && block[at] <= '9' && at - from < 15) {
        time = time * 10 + block[at++] - '0';
      }
      if (at == from || to - at < 4 || block[at] != ' ' || block[to - 2] != ' ') {
        header.failed(ParseFailure.MALFORMED);
      } else {
        header.timestamp(time);
        header.message(at + 1);
      }
    };
  }

  @Override
  public Fields fields(LogRecord record) {
    String message = record.message();
    int end = message.length();
    return LAYOUT.fields(
        index -> index == 0 ? message.substring(end - 1) : message.substring(0, end - 2));
  }
}
