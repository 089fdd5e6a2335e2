package io.correlator.sources;

import io.correlator.api.LogRecord;
import io.correlator.api.source.RecordSink;
import java.util.ArrayList;
import java.util.List;

/** Collects records. For one thread. */
final class RecordList implements RecordSink {
  private final List<LogRecord> records = new ArrayList<>();

  @Override
  public void accept(LogRecord record) {
    records.add(record);
  }

  @Override
  public void flush() {}

  @Override
  public void end() {}

  int size() {
    return records.size();
  }

  List<LogRecord> records() {
    return List.copyOf(records);
  }

  void clear() {
    records.clear();
  }
}
