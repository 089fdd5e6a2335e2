package io.correlator.api.state;

import io.correlator.api.LogRecord;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Where a {@link Codec} writes: numbers and text as in any {@link DataOutput}, and whole log
 * records. For the thread that saves, during {@link Codec#write}. Implemented by the engine only.
 */
public interface RecordOutput extends DataOutput {
  /**
   * Writes {@code record} so that {@link RecordInput#readRecord} gives the same: its bytes, its
   * parts, its place in its source, and its times.
   *
   * @throws IOException if there is no more room
   */
  void writeRecord(LogRecord record) throws IOException;
}
