package io.correlator.core.time;

import io.correlator.api.LogRecord;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** How records that wait are saved, with all that is known of them. */
public interface RecordForm {
  /** Writes a record. */
  void write(LogRecord record, DataOutput out) throws IOException;

  /** Reads a record that was written. */
  LogRecord read(DataInput in) throws IOException;
}
