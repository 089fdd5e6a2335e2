package io.correlator.benchmarks.macro;

import io.correlator.api.LogRecord;
import io.correlator.api.module.Counter;
import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.PartitionKey;
import io.correlator.api.module.Processor;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * Something that takes a microsecond or two for each line, as many rules would: digests the line a
 * few times. Its key is the number of the process that wrote the line.
 */
record CostlyModule() implements Module {
  private static final int ROUNDS = 8;

  @Override
  public String name() {
    return "costly";
  }

  @Override
  public Optional<PartitionKey> partitionKey() {
    return Optional.of(LogRecord::processIdSlice);
  }

  @Override
  public Processor open(ModuleContext context) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    Counter even = context.counter("even");
    return record -> {
      byte[] bytes = record.rawSlice().toByteArray();
      for (int round = 0; round < ROUNDS; round++) {
        bytes = digest.digest(bytes);
      }
      if ((bytes[0] & 1) == 0) {
        even.increment();
      }
    };
  }
}
