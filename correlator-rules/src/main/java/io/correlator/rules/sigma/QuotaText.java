package io.correlator.rules.sigma;

import io.correlator.api.state.Quota;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A quota as our own attributes write it: so many in which time, {@code 10/1h}. */
final class QuotaText {
  /** What would be right, for messages. */
  static final String REMEDY = "write how many in which time, such as 10/1h; at most 65535";

  private static final Pattern QUOTA = Pattern.compile("(\\d{1,9}) ?/ ?(\\w{1,10})");
  private static final int MOST = 65_535;

  private QuotaText() {}

  /** The quota that {@code text} is, if it is one. */
  static Optional<Quota> of(String text) {
    Matcher matcher = QUOTA.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int number = Integer.parseInt(matcher.group(1));
    return Timespan.of(matcher.group(2))
        .filter(window -> number >= 1 && number <= MOST)
        .map(window -> new Quota(number, window));
  }
}
