package io.correlator.core.runtime;

import io.correlator.core.runtime.Outbox.Fate;
import java.util.Locale;
import java.util.function.BiConsumer;

/**
 * Which losses of a listener were told already: the first, and then whenever their number has one
 * digit more, so that whoever loses everything is not told about each. For the pipeline's thread.
 */
final class Losses {
  private final long[] told = new long[Fate.values().length];

  /**
   * Tells what is new.
   *
   * @param counts by ordinal of the fate
   * @param report takes how the events were lost, and how many were by now
   */
  void tell(long[] counts, BiConsumer<String, Long> report) {
    for (Fate fate : Fate.values()) {
      long count = counts[fate.ordinal()];
      if (fate != Fate.ACCEPTED && digits(count) > digits(told[fate.ordinal()])) {
        told[fate.ordinal()] = count;
        report.accept(fate.name().toLowerCase(Locale.ROOT).replace('_', '-'), count);
      }
    }
  }

  private static int digits(long count) {
    return count == 0 ? 0 : Long.toString(count).length();
  }
}
