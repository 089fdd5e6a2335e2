package io.correlator.sources.format;

import io.correlator.api.RecordHeader;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** What the readers of time stamps have in common. */
final class Timestamps {
  /** Nothing that even begins like a time. */
  static final int ABSENT = -1;

  /** Begins like a time and is none. */
  static final int BAD = -2;

  /** A well-formed date that does not exist. */
  static final int NO_SUCH_DATE = -3;

  /** The time is an instant. */
  static final int EXACT = -1;

  /** The time never was, and the instant is the nearest one. */
  static final int NEAREST = 0;

  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Timestamps() {}

  /**
   * What is wrong with a date and a time of day; 0 if nothing is. A number that could not be read
   * is negative.
   */
  static int failureOf(int year, int month, int day, int hour, int minute) {
    if (year < 0
        || month < 1
        || month > 12
        || day < 1
        || day > 31
        || hour < 0
        || hour > 23
        || minute < 0
        || minute > 59) {
      return BAD;
    }
    return day > CivilDate.daysIn(month, year) ? NO_SUCH_DATE : 0;
  }

  /**
   * Says when a record was written.
   *
   * @param laterBy {@link #EXACT}, {@link #NEAREST}, or after how many milliseconds clocks showed
   *     the time again
   */
  static void write(RecordHeader header, long epochMilli, int laterBy) {
    if (laterBy == EXACT) {
      header.timestamp(epochMilli);
    } else {
      header.approximateTimestamp(epochMilli, laterBy);
    }
  }

  /** The same of a time with these {@link Seconds}: a leap second is never an instant. */
  static int withSeconds(int laterBy, long seconds) {
    return laterBy == EXACT && Seconds.isLeap(seconds) ? NEAREST : laterBy;
  }

  /** Eight bytes as one number, to compare them at once. */
  static long eightBytes(byte[] bytes, int at) {
    return (long) EIGHT_BYTES.get(bytes, at);
  }

  /** Whether a blank and {@code UTC} or {@code GMT} stand at {@code at}, and no more of a word. */
  static boolean isUniversal(byte[] bytes, int at, int to) {
    if (to - at < 4 || bytes[at] != ' ' || !isWordEnd(bytes, at + 4, to)) {
      return false;
    }
    byte first = bytes[at + 1];
    byte second = bytes[at + 2];
    byte third = bytes[at + 3];
    return (first == 'U' && second == 'T' && third == 'C')
        || (first == 'G' && second == 'M' && third == 'T');
  }

  static boolean isWordEnd(byte[] bytes, int at, int to) {
    return at == to || bytes[at] == ' ';
  }
}
