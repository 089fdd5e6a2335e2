package io.correlator.sources.format;

/** The calendar, in plain numbers: what {@code java.time} does, without an object per date. */
final class CivilDate {
  static final long DAY_MILLIS = 86_400_000;

  private static final int DAYS_PER_ERA = 146_097;
  private static final int DAYS_TO_1970 = 719_468;

  private CivilDate() {}

  static boolean isLeap(int year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  }

  static int daysIn(int month, int year) {
    return month == 2 && !isLeap(year) ? 28 : mostDaysIn(month);
  }

  /** The days of a month in a year that suits it best. */
  static int mostDaysIn(int month) {
    return switch (month) {
      case 2 -> 29;
      case 4, 6, 9, 11 -> 30;
      default -> 31;
    };
  }

  /**
   * Days since 1970-01-01. The year is taken to begin in March, so that the leap day is its last.
   */
  static long epochDay(int year, int month, int day) {
    int y = month <= 2 ? year - 1 : year;
    int era = Math.floorDiv(y, 400);
    int yearOfEra = y - era * 400;
    int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return (long) era * DAYS_PER_ERA + dayOfEra - DAYS_TO_1970;
  }

  /** The milliseconds from 1970-01-01T00:00 to a minute, both in the same unnamed zone. */
  static long minute(int year, int month, int day, int hour, int minute) {
    return epochDay(year, month, day) * DAY_MILLIS + (hour * 60L + minute) * 60_000;
  }
}
