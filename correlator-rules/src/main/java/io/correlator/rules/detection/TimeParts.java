package io.correlator.rules.detection;

import io.correlator.rules.detection.Test.TimePart;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import org.jspecify.annotations.Nullable;

/**
 * Parts of times in values, in texts that are times as ISO 8601 writes them, and in numbers that
 * count from 1970: seconds with 10 digits before the point, milliseconds with 13, microseconds with
 * 16 and nanoseconds with 19, as they have from 2001 to 2262.
 */
final class TimeParts {
  private static final int MAX_LENGTH = 64;

  private TimeParts() {}

  static boolean passes(TimePart test, Object value) {
    OffsetDateTime time = parse(value);
    return time != null
        && test.comparison()
            .holds(BigDecimal.valueOf(part(test.unit(), time)).compareTo(test.number()));
  }

  private static int part(Test.Unit unit, OffsetDateTime time) {
    return switch (unit) {
      case MINUTE -> time.getMinute();
      case HOUR -> time.getHour();
      case DAY -> time.getDayOfMonth();
      case WEEK -> time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
      case MONTH -> time.getMonthValue();
      case YEAR -> time.get(ChronoField.YEAR);
    };
  }

  private static @Nullable OffsetDateTime parse(Object value) {
    if (value instanceof Instant instant) {
      return utc(instant);
    }
    String text = value instanceof Number ? decimal(value) : value.toString();
    if (text.length() > MAX_LENGTH) {
      return null;
    }
    int digits = digits(text, 0);
    return digits == text.length() || text.charAt(digits) == '.'
        ? sinceEpoch(text, digits)
        : parse(text);
  }

  private static String decimal(Object number) {
    BigDecimal decimal = Numbers.parse(number);
    return decimal == null ? "" : decimal.toPlainString();
  }

  private static int digits(String text, int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end - from;
  }

  /** A fraction is of no matter to any part of a time. */
  private static @Nullable OffsetDateTime sinceEpoch(String text, int digits) {
    boolean isNumber =
        digits == text.length() || digits + 1 + digits(text, digits + 1) == text.length();
    if (!isNumber || digits < 10 || digits > 19 || digits % 3 != 1) {
      return null;
    }
    return utc(Instant.ofEpochSecond(Long.parseLong(text, 0, 10, 10)));
  }

  private static @Nullable OffsetDateTime parse(String text) {
    // Sysmon puts a blank between date and time, and leaves out that it means UTC.
    String iso =
        text.length() > 10 && text.charAt(10) == ' '
            ? text.substring(0, 10) + 'T' + text.substring(11)
            : text;
    try {
      var parsed =
          DateTimeFormatter.ISO_DATE_TIME.parseBest(iso, OffsetDateTime::from, LocalDateTime::from);
      return parsed instanceof LocalDateTime local
          ? local.atOffset(ZoneOffset.UTC)
          : utc(((OffsetDateTime) parsed).toInstant());
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  private static @Nullable OffsetDateTime utc(Instant instant) {
    try {
      return instant.atOffset(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
