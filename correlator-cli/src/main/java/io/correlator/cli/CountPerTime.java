package io.correlator.cli;

import io.correlator.api.config.Config;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** What options such as {@code 100/1m} say: so many in that time. */
record CountPerTime(int count, Duration time) {
  /**
   * Reads one; if it cannot be, that is added to {@code mistakes}.
   *
   * @param maker makes something of it, or throws {@link IllegalArgumentException}
   * @param most how many may be named
   */
  static <T> Optional<T> parse(
      String option,
      String text,
      BiFunction<Integer, Duration, T> maker,
      int most,
      List<String> mistakes) {
    String[] parts = text.split("/", 2);
    Config config = Config.of(Map.of("count", parts[0], "time", parts[parts.length - 1]));
    int count = config.getInt("count", 0, "how many");
    Duration time = config.getDuration("time", Duration.ZERO, "in which time");
    try {
      if (config.problems().isEmpty()) {
        return Optional.of(maker.apply(count, time));
      }
    } catch (IllegalArgumentException e) {
      // Told below: too few, too many, or no time.
    }
    mistakes.add(
        "%s: cannot read '%s': write how many, up to %d, in which time, such as 100/1m"
            .formatted(option, text, most));
    return Optional.empty();
  }
}
