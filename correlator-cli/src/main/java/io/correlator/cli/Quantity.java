package io.correlator.cli;

import java.util.Locale;

/** Numbers as people read them. */
final class Quantity {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

  private Quantity() {}

  /** Such as {@code 1.4 GiB}. */
  static String bytes(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 1024 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, UNITS[unit]);
  }

  /** Such as {@code 1:07}, or {@code 2:03:59}. */
  static String seconds(double seconds) {
    long whole = Math.round(seconds);
    return whole < 3600
        ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
  }

  /** Such as {@code 2 rules} or {@code 1 rule}. */
  static String of(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  /** Such as {@code 2,000}. */
  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
