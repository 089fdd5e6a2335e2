package io.correlator.sources.format;

/**
 * Times that are written as a number since 1970: seconds, perhaps with a fraction, or thousandths,
 * millionths or billionths of them, which its size tells.
 */
final class EpochTimestamp {
  /** What is less is no time: it would be before March 1973, and is more likely a duration. */
  private static final long EARLIEST = 100_000_000;

  private static final long SECONDS = 100_000_000_000L;
  private static final int MOST_DIGITS = 18;

  private EpochTimestamp() {}

  /** Milliseconds since 1970, or {@link Timestamps#ABSENT} if this is no such number. */
  static long read(byte[] bytes, int from, int to) {
    int point = from;
    long number = 0;
    while (point < to && Digits.isDigit(bytes[point])) {
      number = 10 * number + bytes[point] - '0';
      point++;
      if (point - from > MOST_DIGITS + 1) {
        return Timestamps.ABSENT;
      }
    }
    if (number < EARLIEST) {
      return Timestamps.ABSENT;
    }
    long millis = number < SECONDS ? 1000 * number : number;
    while (millis >= 1000 * SECONDS) {
      millis /= 1000;
    }
    return point == to ? millis : withFraction(bytes, point, to, number, millis);
  }

  private static long withFraction(byte[] bytes, int point, int to, long number, long millis) {
    if (bytes[point] != '.' || point + 1 == to) {
      return Timestamps.ABSENT;
    }
    int fraction = 0;
    int scale = 100;
    for (int i = point + 1; i < to; i++) {
      if (!Digits.isDigit(bytes[i])) {
        return Timestamps.ABSENT;
      }
      fraction += scale * (bytes[i] - '0');
      scale /= 10;
    }
    return number < SECONDS ? millis + fraction : millis;
  }
}
