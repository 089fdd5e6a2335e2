package io.correlator.api.state;

import io.correlator.api.LogRecord;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Counts what a codec writes and keeps nothing of it. */
final class CountingOutput extends DataOutputStream implements RecordOutput {
  private long records;

  private CountingOutput() {
    super(OutputStream.nullOutputStream());
  }

  static <T> int length(Codec<T> codec, T value) {
    CountingOutput output = new CountingOutput();
    try {
      codec.write(value, output);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot write " + value, e);
    }
    return (int) Math.min(output.size() + output.records, Integer.MAX_VALUE);
  }

  @Override
  public void writeRecord(LogRecord record) {
    records += BasicCodecs.RECORD.footprint(record);
  }
}
