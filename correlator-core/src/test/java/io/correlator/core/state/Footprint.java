package io.correlator.core.state;

import io.correlator.api.LogRecord;
import io.correlator.api.Slice;
import io.correlator.api.state.CountSpec;
import io.correlator.api.state.OperatorOptions.Evidence;
import io.correlator.core.Records;
import java.time.Duration;

/**
 * Measures what a sliding count costs: bytes per key, and time per event while the table grows, is
 * full, and evicts. Run by hand: {@code Footprint [keys] [maxKeys]}.
 */
final class Footprint {
  private static final int HITS = 5;
  private static final int PART = 10;

  private final int keys;
  private final TestHome home = new TestHome();
  private final LogRecord record = Records.at(0, "hit");
  private final byte[] text =
      "203.000.000.000".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

  private Footprint(int keys) {
    this.keys = keys;
  }

  public static void main(String[] arguments) {
    int keys = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
    int maxKeys = arguments.length > 1 ? Integer.parseInt(arguments[1]) : keys;
    new Footprint(keys).measure(maxKeys);
  }

  private void measure(int maxKeys) {
    CountSpec five =
        CountSpec.atLeast(HITS)
            .within(Duration.ofHours(1))
            .maxKeys(maxKeys)
            .evidence(Evidence.NONE);
    // Warms up the code, so that the figures are about the tables.
    feed(new StandardEventCount(home, five, firing -> {}), Math.min(keys, 200_000), 1, false);
    long before = usedAfterCollection();
    var count = new StandardEventCount(home, five, firing -> {});
    feed(count, keys, 1, true);
    report("1 hit each", count, before);
    feed(count, keys, HITS - 2, true);
    report(HITS - 1 + " hits each, all rings but one place full", count, before);
    System.out.printf("held %,d keys, evicted %,d%n", count.size(), count.evicted());
  }

  private void feed(StandardEventCount count, int number, int hits, boolean tells) {
    long slowest = 0;
    for (int part = 0; part < PART; part++) {
      long start = System.nanoTime();
      for (int hit = 0; hit < hits; hit++) {
        for (int i = part * (number / PART); i < (part + 1) * (number / PART); i++) {
          long begin = tells ? System.nanoTime() : 0;
          count.add(key(i), record);
          slowest = tells ? Math.max(slowest, System.nanoTime() - begin) : 0;
        }
      }
      if (tells) {
        long nanos = (System.nanoTime() - start) / hits / (number / PART);
        System.out.printf(
            "part %2d: %,d ns per event, slowest so far %,d us%n", part, nanos, slowest / 1000);
      }
    }
  }

  /** Fifteen characters that look like an address. */
  private Slice key(int number) {
    int rest = number;
    for (int i = text.length - 1; i >= 4; i--) {
      if (text[i] != '.') {
        text[i] = (byte) ('0' + rest % 10);
        rest /= 10;
      }
    }
    return Slice.copyOf(text);
  }

  private void report(String what, StandardEventCount count, long before) {
    long heap = usedAfterCollection() - before;
    System.out.printf(
        "%s: heap %.1f bytes per key, tables %.1f%n",
        what, (double) heap / count.size(), (double) count.bytes() / count.size());
  }

  private static long usedAfterCollection() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
