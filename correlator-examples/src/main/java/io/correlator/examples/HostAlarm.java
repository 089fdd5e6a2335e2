package io.correlator.examples;

import io.correlator.api.Event;
import io.correlator.api.LogRecord;
import io.correlator.api.Slice;
import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.PartitionKey;
import io.correlator.api.module.Processor;
import java.time.Duration;
import java.util.Optional;

/** A module with a key: tells of a host that reports many errors, whatever other hosts do. */
public record HostAlarm(int threshold, Duration window) implements Module {
  private static final Slice ERROR = Slice.of("error");

  @Override
  public String name() {
    return "host-alarm";
  }

  @Override
  public Optional<PartitionKey> partitionKey() {
    return Optional.of(
        record -> record.messageSlice().startsWith(ERROR) ? record.hostSlice() : null);
  }

  @Override
  public Processor open(ModuleContext context) {
    var errors = context.slidingCounter("errors", threshold, window);
    return record -> {
      if (errors.crosses(record.hostSlice(), record)) {
        context.emit(alarm(record).evidence(errors.evidence(record.hostSlice())));
      }
    };
  }

  private static Event.Builder alarm(LogRecord record) {
    String host = record.host().orElse("a host without a name");
    return Event.error("HostInTrouble").summary(host + " reports many errors");
  }
}
