package io.correlator.core.state;

import io.correlator.api.LogRecord;
import io.correlator.api.Slice;
import io.correlator.api.state.CountSpec;
import io.correlator.core.Records;
import java.time.Duration;

/**
 * Feeds an operator keys that come once each, in a small heap, and prints one line of figures. Run
 * in a JVM of its own: {@code ManyKeys KEYS MAX_KEYS}.
 */
final class ManyKeys {
  private static final int MILLION = 1_000_000;
  private static final long BUDGET = 64L << 20;

  private ManyKeys() {}

  public static void main(String[] arguments) {
    int keys = Integer.parseInt(arguments[0]);
    int maxKeys = Integer.parseInt(arguments[1]);
    TestHome home = new TestHome(BUDGET);
    var count =
        new StandardEventCount(
            home, CountSpec.atLeast(5).within(Duration.ofDays(1)).maxKeys(maxKeys), firing -> {});
    LogRecord record = Records.at(0, "hit");
    long second = 0;
    long last = 0;
    for (int from = 0; from < keys; from += MILLION) {
      long start = System.nanoTime();
      for (int i = from; i < from + MILLION; i++) {
        home.moveTo(i);
        home.undo().begin();
        count.add(Slice.of("198.51." + (i >>> 8) + '.' + (i & 255)), record);
        home.undo().end();
      }
      last = (System.nanoTime() - start) / MILLION;
      second = from == MILLION ? last : second;
    }
    System.out.printf(
        "held=%d evicted=%d bytes=%d second=%d last=%d%n",
        count.size(), count.evicted(), home.budget().used(), second, last);
  }
}
