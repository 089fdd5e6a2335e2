package io.correlator.cli;

import io.correlator.core.monitor.SourceStatistics;
import io.correlator.core.monitor.Statistics;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * One line on standard error, drawn over and over: bytes, records per second, and the time left.
 * The rate is that of the whole run so far.
 */
final class ProgressBar {
  private static final int WIDTH = 30;
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintWriter err;
  private final LongSupplier nanoTime;
  private final long start;

  ProgressBar(PrintWriter err) {
    this(err, System::nanoTime);
  }

  ProgressBar(PrintWriter err, LongSupplier nanoTime) {
    this.err = err;
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
  }

  void draw(Statistics statistics) {
    long done = statistics.sources().stream().mapToLong(SourceStatistics::done).sum();
    long total = statistics.sources().stream().mapToLong(SourceStatistics::total).sum();
    double seconds = Math.max(1e-3, (nanoTime.getAsLong() - start) / 1e9);
    StringBuilder line = new StringBuilder(CLEAR_LINE);
    if (total > 0) {
      double share = Math.min(1, (double) done / total);
      int filled = (int) (share * WIDTH);
      line.append('[')
          .append("#".repeat(filled))
          .append(" ".repeat(WIDTH - filled))
          .append(String.format(Locale.ROOT, "] %3d%%  ", (int) (share * 100)));
    }
    line.append(Quantity.bytes(done));
    if (total > 0) {
      line.append(" of ").append(Quantity.bytes(total));
    }
    line.append(
        String.format(Locale.ROOT, "  %,d records/s", Math.round(statistics.received() / seconds)));
    if (total > 0 && done > 0) {
      line.append("  ").append(Quantity.seconds(seconds * (total - done) / done)).append(" left");
    }
    err.print(line);
    err.flush();
  }

  void clear() {
    err.print(CLEAR_LINE);
    err.flush();
  }
}
