package io.correlator.rules.format;

import io.correlator.api.ParseFailure;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.Year;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * When a line was written, as its format says: in one of several ways, in a zone if the text names
 * none. A time that clocks have skipped is moved later by as much, of one that occurred twice the
 * first counts, and second 60 is the last one of its minute. A date without a year is the last one
 * that is no more than a day after the reference. Immutable; may be used by any thread.
 */
final class LineTime {
  private static final String ISO = "iso";
  private static final String EPOCH = "epoch";
  private static final long DAY_SECONDS = 86_400;

  /** What is more is not in seconds, but in thousandths, millionths or billionths of them. */
  private static final long MOST_SECONDS = 100_000_000_000L;

  private static final DateTimeFormatter ISO_TIME = isoTime();

  private final List<Way> ways;
  private final Optional<ZoneId> zone;

  /** One way to write a time. */
  @FunctionalInterface
  private interface Way {
    /** The time; throws if the text is none. */
    Found read(String text, ZoneId zone, Instant reference);
  }

  /**
   * What was found: a time, or why there is none.
   *
   * @param isExact whether clocks showed that time once
   * @param laterBy after how many milliseconds they showed it again, if they did; otherwise 0
   */
  record Found(long epochMilli, boolean isExact, long laterBy, Optional<ParseFailure> failure) {
    static Found exactly(Instant time) {
      return new Found(time.toEpochMilli(), true, 0, Optional.empty());
    }

    static Found failed(ParseFailure why) {
      return new Found(0, true, 0, Optional.of(why));
    }

    /** What the clocks of a zone showed. */
    static Found at(LocalDateTime local, ZoneId zone) {
      long millis = local.atZone(zone).toInstant().toEpochMilli();
      ZoneOffsetTransition change = zone.getRules().getTransition(local);
      long laterBy = change != null && change.isOverlap() ? -change.getDuration().toMillis() : 0;
      return new Found(millis, change == null, laterBy, Optional.empty());
    }

    /** The same, if it may be in a leap second. */
    Found exactUnless(boolean isLeap) {
      return new Found(epochMilli, isExact && !isLeap, laterBy, failure);
    }
  }

  private LineTime(List<Way> ways, Optional<ZoneId> zone) {
    this.ways = List.copyOf(ways);
    this.zone = zone;
  }

  /**
   * Times in these formats: {@code iso}, {@code epoch}, or a pattern of {@link DateTimeFormatter}.
   *
   * @throws IllegalArgumentException if one is no such pattern
   */
  static LineTime of(List<String> formats, Optional<ZoneId> zone) {
    return new LineTime(formats.stream().map(LineTime::way).toList(), zone);
  }

  private static Way way(String format) {
    return switch (format) {
      case ISO -> (text, zone, reference) -> time(ISO_TIME, text, zone, reference);
      case EPOCH -> (text, zone, reference) -> Found.exactly(epoch(text));
      default -> {
        DateTimeFormatter formatter = formatter(format);
        yield (text, zone, reference) -> time(formatter, text, zone, reference);
      }
    };
  }

  /** A fraction may have any number of digits, behind a point or a comma; a zone may be missing. */
  private static DateTimeFormatter isoTime() {
    return new DateTimeFormatterBuilder()
        .parseCaseInsensitive()
        .appendPattern("uuuu-MM-dd['T'][' ']HH:mm[:ss]")
        .optionalStart()
        .appendLiteral('.')
        .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, false)
        .optionalEnd()
        .optionalStart()
        .appendLiteral(',')
        .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, false)
        .optionalEnd()
        .appendPattern("[' '][XXX][XX][X][z]")
        .toFormatter(Locale.ENGLISH)
        .withResolverStyle(ResolverStyle.STRICT);
  }

  private static DateTimeFormatter formatter(String pattern) {
    return new DateTimeFormatterBuilder()
        .parseCaseInsensitive()
        .appendPattern(withProlepticYear(pattern))
        .toFormatter(Locale.ENGLISH)
        .withResolverStyle(ResolverStyle.STRICT);
  }

  /** People write yyyy, which is a year of an era, and is strictly none without one. */
  private static String withProlepticYear(String pattern) {
    StringBuilder proleptic = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      quoted ^= c == '\'';
      proleptic.append(c == 'y' && !quoted ? 'u' : c);
    }
    return proleptic.toString();
  }

  /** The time that a text says. */
  Found read(String text, ZoneId ofSource, Instant reference) {
    ParseFailure failure = ParseFailure.BAD_TIMESTAMP;
    for (Way way : ways) {
      try {
        return way.read(text, zone.orElse(ofSource), reference);
      } catch (DateTimeException | ArithmeticException e) {
        failure = isNoSuchDate(e) ? ParseFailure.NO_SUCH_DATE : failure;
      }
    }
    return Found.failed(failure);
  }

  private static boolean isNoSuchDate(RuntimeException e) {
    return String.valueOf(e.getMessage()).contains("Invalid date");
  }

  private static Found time(
      DateTimeFormatter formatter, String text, ZoneId zone, Instant reference) {
    String plain = withoutLeapSecond(text);
    TemporalAccessor parsed = formatter.parse(plain);
    ZoneId own = parsed.query(TemporalQueries.zone());
    ZoneId in = own == null ? zone : own;
    LocalTime time = parsed.query(TemporalQueries.localTime());
    LocalTime timeOfDay = time == null ? LocalTime.MIDNIGHT : time;
    LocalDate date = parsed.query(TemporalQueries.localDate());
    Found found =
        date == null
            ? withoutYear(parsed, timeOfDay, in, reference)
            : Found.at(date.atTime(timeOfDay), in);
    return found.exactUnless(!plain.equals(text));
  }

  private static String withoutLeapSecond(String text) {
    int seconds = text.lastIndexOf(":60");
    return seconds > 2 && text.charAt(seconds - 3) == ':'
        ? text.substring(0, seconds) + ":59" + text.substring(seconds + 3)
        : text;
  }

  private static Found withoutYear(
      TemporalAccessor parsed, LocalTime time, ZoneId zone, Instant reference) {
    int month = parsed.get(ChronoField.MONTH_OF_YEAR);
    int day = parsed.get(ChronoField.DAY_OF_MONTH);
    int year = reference.atZone(zone).getYear();
    Instant latest = reference.plusSeconds(DAY_SECONDS);
    for (int candidate = year + 1; candidate >= year - 1; candidate--) {
      if (day <= Month.of(month).length(Year.isLeap(candidate))) {
        Found found = Found.at(LocalDate.of(candidate, month, day).atTime(time), zone);
        if (found.epochMilli() <= latest.toEpochMilli()) {
          return found;
        }
      }
    }
    throw new DateTimeException("Invalid date: no year near has it");
  }

  /** The size of a number tells its unit. */
  private static Instant epoch(String text) {
    int point = text.indexOf('.');
    String whole = point < 0 ? text : text.substring(0, point);
    try {
      long number = Long.parseLong(whole);
      if (number < MOST_SECONDS) {
        long nanos =
            point < 0
                ? 0
                : Long.parseLong((text.substring(point + 1) + "000000000").substring(0, 9));
        return Instant.ofEpochSecond(number, nanos);
      }
      while (number >= 1000 * MOST_SECONDS) {
        number /= 1000;
      }
      return Instant.ofEpochMilli(number);
    } catch (NumberFormatException e) {
      throw new DateTimeException("no number: " + text, e);
    }
  }
}
