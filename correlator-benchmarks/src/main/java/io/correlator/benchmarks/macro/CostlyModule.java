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
 * Something that takes some time for each line, as many rules would: digests the line so many
 * times, each of which takes 80 ns or so. Its key is the number of the process that wrote the line.
 */
record CostlyModule(int rounds) implements Module {
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
      for (int round = 0; round < rounds; round++) {
        bytes = digest.digest(bytes);
      }
      if ((bytes[0] & 1) == 0) {
        even.increment();
      }
    };
  }
}
