package io.correlator.api.state;

import io.correlator.api.LogRecord;
import java.io.DataInput;
import java.io.IOException;

/**
 * What a {@link Codec} reads from: the counterpart of {@link RecordOutput}. For the thread that
 * restores, during {@link Codec#read}. Implemented by the engine only.
 */
public interface RecordInput extends DataInput {
  /**
   * The record that was written here, as a compact copy. Its {@link LogRecord#fields()} are read by
   * the format of the same name; without one, it has none.
   *
   * @throws IOException if no record stands here
   */
  LogRecord readRecord() throws IOException;
}
