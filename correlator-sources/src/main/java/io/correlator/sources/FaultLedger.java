package io.correlator.sources;

import io.correlator.api.source.SourceContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts what goes wrong on connections. Each kind is told when it happens first, and then at most
 * once a minute: whoever tries often shall not fill the log, and what lasts stays visible in the
 * engine's health. Counted in the thread of the source; any thread may ask.
 */
final class FaultLedger {
  private static final Duration BETWEEN_NEWS = Duration.ofMinutes(1);
  private static final int LONGEST_DETAIL = 300;

  private final String source;
  private final AtomicLongArray counts = new AtomicLongArray(ConnectionFault.values().length);
  private final Map<ConnectionFault, Instant> told = new EnumMap<>(ConnectionFault.class);

  /**
   * All zero.
   *
   * @param source what it is called that the connections are made to
   */
  FaultLedger(String source) {
    this.source = source;
  }

  /** Counts one. */
  void note(ConnectionFault fault, String detail, SourceContext context) {
    long count = counts.incrementAndGet(fault.ordinal());
    Instant now = context.clock().instant();
    Instant last = told.get(fault);
    if (fault.isNews() && (last == null || !now.isBefore(last.plus(BETWEEN_NEWS)))) {
      told.put(fault, now);
      context.unreadable(
          source, "%s, %d so far; the latest: %s".formatted(fault, count, shown(detail)));
    }
  }

  /** Senders had a hand in it. */
  private static String shown(String detail) {
    return detail.length() <= LONGEST_DETAIL ? detail : detail.substring(0, LONGEST_DETAIL) + "...";
  }

  /** How often each happened; those that did not are left out. */
  Map<ConnectionFault, Long> counts() {
    Map<ConnectionFault, Long> those = new EnumMap<>(ConnectionFault.class);
    for (ConnectionFault fault : ConnectionFault.values()) {
      long count = counts.get(fault.ordinal());
      if (count > 0) {
        those.put(fault, count);
      }
    }
    return Collections.unmodifiableMap(those);
  }
}
