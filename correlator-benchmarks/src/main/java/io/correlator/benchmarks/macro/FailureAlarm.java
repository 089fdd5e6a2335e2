package io.correlator.benchmarks.macro;

import io.correlator.api.Event;
import io.correlator.api.LogRecord;
import io.correlator.api.Slice;
import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.PartitionKey;
import io.correlator.api.module.Processor;
import io.correlator.api.state.SlidingCounter;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The smallest module that correlates, as a user would write it for speed: five failed passwords
 * from one address in less than a minute raise an alarm, and counting starts afresh.
 *
 * <p>If it keeps its state by key, it can run on several partitions. Then each line is looked at
 * twice: to find out whose it is, and to count it.
 *
 * <p>It does what published benchmarks of other engines do with such logs, so it can be compared.
 * It believes every line; the module {@code sshd} does not.
 */
record FailureAlarm(boolean byKey) implements Module {
  static final int THRESHOLD = 5;

  /** Less than a minute: both ends of a window count. */
  static final Duration WINDOW = Duration.ofMillis(59_999);

  private static final Slice FAILED = Slice.of("Failed password for ");
  private static final Slice FROM = Slice.of(" from ");

  @Override
  public String name() {
    return "failure-alarm";
  }

  @Override
  public Optional<PartitionKey> partitionKey() {
    return byKey ? Optional.of(FailureAlarm::failingAddress) : Optional.empty();
  }

  @Override
  public Processor open(ModuleContext context) {
    SlidingCounter failures = context.slidingCounter("failures", THRESHOLD, WINDOW);
    return record -> {
      Slice address = failingAddress(record);
      if (address != null) {
        onFailure(address, record, failures, context);
      }
    };
  }

  /** Where somebody failed to log in from, if the record says so. */
  static @Nullable Slice failingAddress(LogRecord record) {
    Slice message = record.messageSlice();
    if (!message.startsWith(FAILED)) {
      return null;
    }
    int from = message.indexOf(FROM, FAILED.length());
    int begin = from + FROM.length();
    int end = from < 0 ? -1 : message.indexOf((byte) ' ', begin);
    return end < 0 ? null : message.slice(begin, end);
  }

  private static void onFailure(
      Slice address, LogRecord record, SlidingCounter failures, ModuleContext context) {
    if (failures.add(address, record) == THRESHOLD) {
      failures.reset(address);
      context.emit(
          Event.error("FailureAlarm")
              .summary(address + " keeps failing to log in")
              .field("address", address.toString())
              .evidence(record));
    }
  }
}
