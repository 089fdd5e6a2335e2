package io.correlator.rules.sigma;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A length of time as Sigma writes it: a whole number and a unit. */
final class Timespan {
  /** What would be right, for messages. */
  static final String REMEDY =
      "write a number and one of s, m, h, d, such as 15m; at most ten years";

  private static final Pattern TIMESPAN = Pattern.compile("(\\d{1,9})([smhdwMy])");
  private static final Duration LONGEST = Duration.ofDays(3660);

  private Timespan() {}

  /** The length of time that {@code text} is, if it is one, longer than nothing. */
  static Optional<Duration> of(String text) {
    Matcher matcher = TIMESPAN.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long unit =
        switch (matcher.group(2)) {
          case "s" -> 1;
          case "m" -> 60;
          case "h" -> 3_600;
          case "d" -> 86_400;
          case "w" -> 604_800;
          case "M" -> 2_629_746;
          default -> 31_556_952;
        };
    Duration timespan = Duration.ofSeconds(Long.parseLong(matcher.group(1)) * unit);
    return Optional.of(timespan).filter(time -> !time.isZero() && time.compareTo(LONGEST) <= 0);
  }
}
