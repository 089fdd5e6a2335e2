package io.correlator.sources.format;

import io.correlator.api.ParseFailure;
import io.correlator.api.RecordHeader;

/** Notes why a line could not be read. Looks at the whole line, which the usual line never pays. */
final class Failures {
  private Failures() {}

  /** A line of which no part could be read: tells why, if there is nothing to read in it at all. */
  static void noHeader(
      byte[] bytes, int from, int to, RecordHeader header, ParseFailure otherwise) {
    boolean blank = true;
    for (int i = from; i < to; i++) {
      if (bytes[i] == 0) {
        header.failed(ParseFailure.BINARY);
        return;
      }
      blank &= bytes[i] == ' ' || (bytes[i] >= '\t' && bytes[i] <= '\r');
    }
    header.failed(blank ? ParseFailure.EMPTY : otherwise);
  }

  /**
   * Notes what it says if a reader of lines has found one of the failures in {@link Timestamps}.
   */
  static void unlessRead(int found, byte[] bytes, int from, int to, RecordHeader header) {
    if (found == Timestamps.ABSENT) {
      noHeader(bytes, from, to, header, ParseFailure.UNRECOGNISED);
    } else if (found < 0) {
      header.failed(ofTime(found));
    }
  }

  /** What a failure of {@link Timestamps} is called in a record. */
  static ParseFailure ofTime(int failure) {
    return failure == Timestamps.NO_SUCH_DATE
        ? ParseFailure.NO_SUCH_DATE
        : ParseFailure.BAD_TIMESTAMP;
  }
}
