package io.correlator.sources;

import io.correlator.api.LogRecord;
import io.correlator.api.source.RecordSink;
import java.util.ArrayList;
import java.util.List;

/** What a reader hands over. */
final class Received implements RecordSink {
  final List<LogRecord> records = new ArrayList<>();
  final List<ConnectionFault> faults = new ArrayList<>();

  @Override
  public void accept(LogRecord record) {
    records.add(record);
  }

  @Override
  public void flush() {}

  @Override
  public void end() {}

  /** All that tells one record from another, and must not depend on how it was read. */
  List<List<Object>> parts() {
    return records.stream().map(Received::parts).toList();
  }

  /** The same of those that could be read. */
  List<List<Object>> readable() {
    return records.stream()
        .filter(record -> record.failure().isEmpty())
        .map(Received::parts)
        .toList();
  }

  private static List<Object> parts(LogRecord record) {
    return List.of(
        record.rawSlice(),
        record.position(),
        record.line(),
        record.flags(),
        record.failure(),
        record.epochMilli(),
        record.messageSlice());
  }
}
