package io.correlator.rules.testing;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as cases write them: {@code 90s}, {@code +90s} after the start, or as in ISO 8601. */
final class Times {
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,12})(ms|s|m|h|d)");

  /** Farther than any window. */
  private static final Duration LONGEST = Duration.ofDays(36_600);

  private Times() {}

  static Optional<Duration> duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long number = Long.parseLong(matcher.group(1));
    Duration duration =
        switch (matcher.group(2)) {
          case "ms" -> Duration.ofMillis(number);
          case "s" -> Duration.ofSeconds(number);
          case "m" -> Duration.ofMinutes(number);
          case "h" -> Duration.ofHours(number);
          default -> Duration.ofDays(number);
        };
    return Optional.of(duration).filter(each -> each.compareTo(LONGEST) <= 0);
  }

  static Optional<Instant> instant(String text) {
    if (text.startsWith("+")) {
      return duration(text.substring(1)).map(RuleTestCase.START::plus);
    }
    try {
      Instant time = OffsetDateTime.parse(text).toInstant();
      return Optional.of(time)
          .filter(each -> Duration.between(RuleTestCase.START, each).abs().compareTo(LONGEST) <= 0);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** As cases would write it. */
  static String text(Instant time) {
    Duration since = Duration.between(RuleTestCase.START, time);
    if (since.isNegative() || since.compareTo(Duration.ofDays(366)) > 0) {
      return time.toString();
    }
    return since.toMillis() % 1000 == 0
        ? "+" + since.toSeconds() + "s"
        : "+" + since.toMillis() + "ms";
  }
}
