package io.correlator.sources.format;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.LogRecord;
import io.correlator.api.source.FormatContext;
import io.correlator.api.source.RecordFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares local times around changes of the clock with what {@code java.time} makes of them. */
class LocalTimeTest {
  private static final DateTimeFormatter ISO =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS", Locale.ROOT);
  private static final DateTimeFormatter CLASSIC =
      DateTimeFormatter.ofPattern("MMM ppd uuuu HH:mm:ss.SSS", Locale.ENGLISH);

  @Test
  void movesAnHourThatWasSkippedForward() {
    assertThat(read("Europe/Berlin", "Mar 29 2026 02:30:00 web1 cron: x"))
        .isEqualTo(Instant.parse("2026-03-29T01:30:00Z"));
  }

  @Test
  void takesTheFirstOfAnHourThatOccurredTwice() {
    assertThat(read("Europe/Berlin", "Oct 25 2026 02:30:00 web1 cron: x"))
        .isEqualTo(Instant.parse("2026-10-25T00:30:00Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Europe/Berlin",
        "America/New_York",
        "America/St_Johns",
        "Australia/Lord_Howe",
        "Africa/Casablanca",
        "Asia/Tehran",
        "Pacific/Apia",
        "Asia/Gaza",
        "Antarctica/Troll",
        "Africa/Monrovia"
      })
  void agreesAroundEveryChangeOfTheClock(String name) {
    ZoneId zone = ZoneId.of(name);
    var parser =
        new Rfc3164Format().open(new FormatContext(zone, Instant.parse("2026-01-01T00:00:00Z")));
    for (ZoneOffsetTransition change : changes(zone)) {
      // Back and forth, so that the change is met from either side.
      for (int step = 0; step <= 2 * 6 * 3600; step += 119) {
        int second = Math.abs(step - 6 * 3600) - 3 * 3600;
        LocalDateTime time = change.getDateTimeBefore().plusSeconds(second).plusNanos(7_000_000);
        for (DateTimeFormatter format : List.of(ISO, CLASSIC)) {
          byte[] line = (format.format(time) + " web1 cron: x").getBytes(ISO_LATIN);
          LogRecord record = Line.read(new Rfc3164Format(), parser, line, 0, line.length);
          assertThat(record.timestamp())
              .as("%s in %s", time, zone)
              .isEqualTo(ZonedDateTime.of(time, zone).toInstant());
          assertThat(record.is(LogRecord.Flag.TIME_APPROXIMATE))
              .as("%s in %s", time, zone)
              .isEqualTo(zone.getRules().getTransition(time) != null);
        }
      }
    }
  }

  @Test
  void agreesAtEveryChangeOfTheClockOfThisDecadeInAllZones() {
    int changes = 0;
    for (String name : ZoneId.getAvailableZoneIds()) {
      ZoneId zone = ZoneId.of(name);
      var parser =
          new Rfc3164Format().open(new FormatContext(zone, Instant.parse("2026-01-01T00:00:00Z")));
      for (ZoneOffsetTransition change : changes(zone)) {
        if (change.getDateTimeBefore().getYear() < 2020
            || change.getDateTimeBefore().getYear() > 2030) {
          continue;
        }
        changes++;
        for (int minutes = -180; minutes <= 180; minutes += 10) {
          LocalDateTime time = change.getDateTimeBefore().plusMinutes(minutes);
          byte[] line = (ISO.format(time) + " web1 cron: x").getBytes(ISO_LATIN);
          LogRecord record = Line.read(new Rfc3164Format(), parser, line, 0, line.length);
          assertThat(record.timestamp())
              .as("%s in %s", time, zone)
              .isEqualTo(ZonedDateTime.of(time, zone).toInstant());
          assertThat(record.is(LogRecord.Flag.TIME_APPROXIMATE))
              .as("%s in %s", time, zone)
              .isEqualTo(zone.getRules().getTransition(time) != null);
        }
      }
    }
    assertThat(changes).isGreaterThan(2000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "syslog | 2026-03-29T02:30:00 web1 x: y | 2026-03-29T01:30:00Z | true",
        "syslog | Mar 29 02:30:00 web1 x: y | 2026-03-29T01:30:00Z | true",
        "syslog | Mar 29 03:30:00 web1 x: y | 2026-03-29T01:30:00Z | false",
        "syslog | Oct 25 2025 02:30:00 web1 x: y | 2025-10-25T00:30:00Z | false",
        "syslog | Oct 26 2025 02:30:00 web1 x: y | 2025-10-26T00:30:00Z | true",
        "syslog | 2026-03-29T02:30:00Z web1 x: y | 2026-03-29T02:30:00Z | false",
        "syslog | 2026-03-29T02:30:60Z web1 x: y | 2026-03-29T02:30:59.999Z | true",
        "syslog | Mar  1 23:59:60 web1 x: y | 2026-03-01T22:59:59.999Z | true",
        "syslog | <1>1 2016-12-31T23:59:60Z a b c - - d | 2016-12-31T23:59:59.999Z | true",
        "syslog | <1>1 2016-12-31T23:59:59Z a b c - - d | 2016-12-31T23:59:59Z | false",
        "auto | 2025-10-26 02:30:00 started | 2025-10-26T00:30:00Z | true",
        "auto | [2025-10-26 02:30:00] started | 2025-10-26T00:30:00Z | true",
        "auto | 10/26/2025 2:30:00 AM started | 2025-10-26T00:30:00Z | true",
        "auto | 10/26/2025 2:30:60 PM started | 2025-10-26T13:30:59.999Z | true",
        "auto | 26-Oct-2025 02:30:00.123 started | 2025-10-26T00:30:00.123Z | true",
        "auto | 26-Oct-2025 02:30:00.123 UTC started | 2025-10-26T02:30:00.123Z | false",
        "auto | ERROR 2025-10-26T02:30:00 failed | 2025-10-26T00:30:00Z | true",
        "auto | time=2025-10-26T02:30:00 level=info a=b | 2025-10-26T00:30:00Z | true",
        "json | {\"@timestamp\":\"2025-10-26T02:30:00\"} | 2025-10-26T00:30:00Z | true",
        "json | {\"@timestamp\":\"2025-10-26T02:30:00Z\"} | 2025-10-26T02:30:00Z | false",
        "json | {\"@timestamp\":1761438600} | 2025-10-26T00:30:00Z | false",
      })
  void marksTimesThatAreNoInstant(String format, String line, Instant expected, boolean marked) {
    Map<String, RecordFormat> formats =
        Map.of("syslog", new SyslogFormat(), "auto", new AutoFormat(), "json", new JsonFormat());
    LogRecord record =
        Line.read(
            requireNonNull(formats.get(format)),
            new FormatContext(ZoneId.of("Europe/Berlin"), Instant.parse("2026-06-01T00:00:00Z")),
            line);

    assertThat(record.failure()).isEmpty();
    assertThat(record.timestamp()).isEqualTo(expected);
    assertThat(record.is(LogRecord.Flag.TIME_APPROXIMATE)).isEqualTo(marked);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-01T00:00:00+14:00, 2026-02-28T10:00:00Z",
    "2026-03-01T00:00:00-12:00, 2026-03-01T12:00:00Z",
    "2016-12-31T23:59:60Z, 2016-12-31T23:59:59.999Z",
    "2016-12-31T23:59:60.5Z, 2016-12-31T23:59:59.999Z",
    "2026-03-01T23:59:61Z, bad-timestamp",
    "2026-03-01T24:00:00Z, bad-timestamp",
    "2026-03-01T12:60:00Z, bad-timestamp",
    "2026-02-29T12:00:00Z, no-such-date",
    "2024-02-29T12:00:00Z, 2024-02-29T12:00:00Z",
    "2100-02-29T12:00:00Z, no-such-date",
    "0000-02-29T12:00:00Z, 0000-02-29T12:00:00Z",
  })
  void knowsTheEdgesOfClocksAndCalendars(String time, String expected) {
    LogRecord record = Line.read(new Rfc3164Format(), time + " web1 cron: x");

    assertThat(record.failure().map(Object::toString).orElse(record.timestamp().toString()))
        .isEqualTo(expected);
  }

  private static final java.nio.charset.Charset ISO_LATIN =
      java.nio.charset.StandardCharsets.ISO_8859_1;

  private static List<ZoneOffsetTransition> changes(ZoneId zone) {
    List<ZoneOffsetTransition> changes = new ArrayList<>();
    Instant at = Instant.parse("1965-01-01T00:00:00Z");
    while (at.isBefore(Instant.parse("2037-01-01T00:00:00Z"))) {
      ZoneOffsetTransition next = zone.getRules().nextTransition(at);
      if (next == null) {
        break;
      }
      changes.add(next);
      at = next.getInstant();
    }
    return changes;
  }

  @Property(tries = 3000)
  void agreesAboutAnyDateAndOffset(
      @ForAll @IntRange(min = 0, max = 9999) int year,
      @ForAll @IntRange(min = 0, max = 14) int month,
      @ForAll @IntRange(min = 0, max = 33) int day,
      @ForAll @IntRange(min = 0, max = 25) int hour,
      @ForAll @IntRange(min = 0, max = 61) int minute,
      @ForAll @IntRange(min = 0, max = 59) int second,
      @ForAll @IntRange(min = -1500, max = 1500) int offsetMinutes) {
    int size = Math.abs(offsetMinutes);
    String text =
        String.format(
            Locale.ROOT,
            "%04d-%02d-%02dT%02d:%02d:%02d%s%02d:%02d",
            year,
            month,
            day,
            hour,
            minute,
            second,
            offsetMinutes < 0 ? "-" : "+",
            size / 60,
            size % 60);
    var record = Line.read(new Rfc3164Format(), text + " web1 cron: x");
    try {
      Instant expected =
          LocalDateTime.of(year, month, day, hour, minute, second)
              .toInstant(ZoneOffset.UTC)
              .minus(Duration.ofMinutes(offsetMinutes));
      if (size < 24 * 60) {
        assertThat(record.timestamp()).as(text).isEqualTo(expected);
        assertThat(record.failure()).isEmpty();
      } else {
        assertThat(record.failure()).as(text).isPresent();
      }
    } catch (java.time.DateTimeException e) {
      assertThat(record.failure()).as(text).isPresent();
    }
  }

  private static Instant read(String zone, String line) {
    return Line.read(
            new Rfc3164Format(),
            new FormatContext(ZoneId.of(zone), Instant.parse("2026-06-01T00:00:00Z")),
            line)
        .timestamp();
  }
}
