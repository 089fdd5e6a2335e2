package io.correlator.core.state;

import io.correlator.api.Block;
import io.correlator.api.Block.Counting;
import io.correlator.api.Block.Provenance;
import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.RecordHeader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Records for tests of this artifact, which cannot use the testkit above it. */
public final class Records {
  private Records() {}

  /** A record with this time and message, in a block of its own. */
  public static LogRecord at(long epochMilli, String message) {
    byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
    RecordHeader header = new RecordHeader();
    header.timestamp(epochMilli);
    Provenance provenance = new Provenance("test", 0, Counting.BYTES, record -> Fields.empty());
    return Block.of(bytes, provenance, epochMilli, 1, Instant.EPOCH)
        .record(0, bytes.length, 0, header, Instant.EPOCH);
  }
}
