package io.correlator.sources.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.correlator.api.RecordHeader;
import io.correlator.api.source.FormatContext;
import io.correlator.api.source.RecordParser;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.MonthDay;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares the years found for dates that have none with what {@code java.time} makes of the rule.
 */
class YearGuessTest {
  private static final DateTimeFormatter CLASSIC =
      DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ENGLISH);
  private static final Instant START = Instant.parse("2023-06-01T00:00:00Z");
  private static final int HOURS = 4 * 366 * 24;
  private static final Duration GRACE = Duration.ofDays(1);

  /** Every hour of four years as reference, with every day of the year at that hour. */
  @Test
  void findsTheNearestYearForEachReferenceAndDate() {
    compare(ZoneOffset.UTC, 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Europe/Berlin", "Pacific/Auckland", "America/St_Johns"})
  void findsTheNearestYearInZonesThatChangeTheirClocks(String zone) {
    compare(ZoneId.of(zone), 11);
  }

  private static void compare(ZoneId zone, int step) {
    List<byte[]> lines = new ArrayList<>();
    for (MonthDay day : days()) {
      for (int hour = 0; hour < 24; hour++) {
        lines.add(line(day.atYear(2024).atTime(hour, 30, 15)));
      }
    }
    RecordHeader header = new RecordHeader();
    for (int i = 0; i < HOURS; i += step) {
      Instant reference = START.plus(Duration.ofHours(i));
      int hour = i % 24;
      RecordParser parser = new Rfc3164Format().open(new FormatContext(zone, reference));
      Instant[] expected = nearest(zone, reference, hour);
      for (int day = 0; day < expected.length; day++) {
        byte[] line = lines.get(day * 24 + hour);
        header.reset();
        parser.parse(line, 0, line.length, header);
        Instant found = header.hasTimestamp() ? header.timestamp() : Instant.MIN;
        if (!found.equals(expected[day])) {
          fail(
              "%s read at %s in %s: %s, not %s",
              new String(line, StandardCharsets.UTF_8), reference, zone, found, expected[day]);
        }
      }
    }
  }

  @Test
  void decidesToTheMillisecond() {
    Instant reference = Instant.parse("2026-03-02T12:00:30.500Z");
    RecordParser parser = new Rfc3164Format().open(new FormatContext(ZoneOffset.UTC, reference));

    assertThat(
            Stream.of("30.499", "30.500", "30.501", "31.000", "30.000", "59.999")
                .map(seconds -> time(parser, "Mar  3 12:00:" + seconds + " web1 cron: x")))
        .containsExactly(
            Instant.parse("2026-03-03T12:00:30.499Z"),
            Instant.parse("2026-03-03T12:00:30.500Z"),
            Instant.parse("2025-03-03T12:00:30.501Z"),
            Instant.parse("2025-03-03T12:00:31Z"),
            Instant.parse("2026-03-03T12:00:30Z"),
            Instant.parse("2025-03-03T12:00:59.999Z"));
  }

  private static Instant time(RecordParser parser, String line) {
    RecordHeader header = new RecordHeader();
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    parser.parse(bytes, 0, bytes.length, header);
    return header.timestamp();
  }

  private static List<MonthDay> days() {
    return LocalDate.of(2024, 1, 1)
        .datesUntil(LocalDate.of(2025, 1, 1))
        .map(MonthDay::from)
        .toList();
  }

  private static byte[] line(LocalDateTime time) {
    return (CLASSIC.format(time) + " web1 cron: x").getBytes(StandardCharsets.UTF_8);
  }

  /** The rule, spelled out: of the years around, the one nearest to the reference. */
  private static Instant[] nearest(ZoneId zone, Instant reference, int hour) {
    int year = reference.atZone(zone).getYear();
    return days().stream()
        .map(
            day ->
                IntStream.rangeClosed(year - 1, year + 1)
                    .filter(day::isValidYear)
                    .mapToObj(each -> day.atYear(each).atTime(hour, 30, 15).atZone(zone))
                    .map(java.time.ZonedDateTime::toInstant)
                    .filter(instant -> !instant.isAfter(reference.plus(GRACE)))
                    .reduce((a, b) -> distance(a, reference) <= distance(b, reference) ? a : b))
        .map((Optional<Instant> found) -> found.orElse(Instant.MIN))
        .toArray(Instant[]::new);
  }

  private static long distance(Instant a, Instant b) {
    return Math.abs(Duration.between(a, b).toMillis());
  }
}
