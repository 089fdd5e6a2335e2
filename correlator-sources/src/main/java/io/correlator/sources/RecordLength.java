package io.correlator.sources;

/** How many bytes of a line are kept: what all sources of lines allow. */
final class RecordLength {
  static final int DEFAULT = 64 * 1024;
  private static final int LEAST = 1024;
  static final int MOST = 16 * 1024 * 1024;

  private RecordLength() {}

  /**
   * The number itself.
   *
   * @throws IllegalArgumentException if it is not between 1 KiB and 16 MiB
   */
  static int checked(int bytes) {
    if (bytes < LEAST || bytes > MOST) {
      throw new IllegalArgumentException(
          "maxRecordLength: must be %d to %d bytes, was %d".formatted(LEAST, MOST, bytes));
    }
    return bytes;
  }
}
