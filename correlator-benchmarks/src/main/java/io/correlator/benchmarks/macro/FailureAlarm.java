package io.correlator.benchmarks.macro;

import io.correlator.api.Event;
import io.correlator.api.LogRecord;
import io.correlator.api.Slice;
import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.Processor;
import io.correlator.api.state.SlidingCounter;
import java.time.Duration;

/**
 * The smallest module that correlates, as a user would write it for speed: five failed passwords
 * from one address in less than a minute raise an alarm, and counting starts afresh.
 *
 * <p>It does what published benchmarks of other engines do with such logs, so it can be compared.
 * It believes every line; the module {@code sshd} does not.
 */
record FailureAlarm() implements Module {
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
  public Processor open(ModuleContext context) {
    SlidingCounter failures = context.slidingCounter("failures", THRESHOLD, WINDOW);
    return record -> {
      Slice message = record.messageSlice();
      if (message.startsWith(FAILED)) {
        onFailure(message, record, failures, context);
      }
    };
  }

  private static void onFailure(
      Slice message, LogRecord record, SlidingCounter failures, ModuleContext context) {
    int from = message.indexOf(FROM, FAILED.length());
    int begin = from + FROM.length();
    int end = from < 0 ? -1 : message.indexOf((byte) ' ', begin);
    if (end < 0) {
      return;
    }
    Slice address = message.slice(begin, end);
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
