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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parts of times: in values that are times, in texts that are times as ISO 8601 writes them, and in
 * numbers since 1970: seconds, or thousandths, millionths or billionths of them, which the size
 * tells. All in UTC.
 */
final class TimeParts {
  private static final int MAX_LENGTH = 64;

  private static final Pattern EPOCH = Pattern.compile("\\d{9,19}(\\.\\d{1,9})?");

  /** What is less is no time: it would be before March 1973, and is more likely a duration. */
  private static final double EARLIEST = 1e8;

  private static final double SECONDS = 1e11;
  private static final double LATEST = 1e20;

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
    } else if (value instanceof Number number) {
      return epoch(number.doubleValue());
    }
    return value instanceof String text && text.length() <= MAX_LENGTH ? parse(text) : null;
  }

  private static @Nullable OffsetDateTime epoch(double number) {
    if (!(number >= EARLIEST && number < LATEST)) {
      return null;
    }
    double seconds = number;
    while (seconds >= SECONDS) {
      seconds /= 1000;
    }
    return utc(Instant.ofEpochSecond((long) seconds));
  }

  private static @Nullable OffsetDateTime parse(String text) {
    return EPOCH.matcher(text).matches() ? epoch(Double.parseDouble(text)) : parseIso(text);
  }

  private static @Nullable OffsetDateTime parseIso(String text) {
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
