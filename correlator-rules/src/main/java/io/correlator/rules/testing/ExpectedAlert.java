package io.correlator.rules.testing;

import static java.util.Objects.requireNonNull;

import io.correlator.rules.problem.Position;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a case says about an alert that must come. What it does not name may be anything. Immutable.
 *
 * @param rule the id, the name or the title of the rule
 * @param time when the rule came to hold
 * @param key fields of the key and their values; the key may have more
 * @param count what was counted or computed
 * @param evidence the numbers of the records, all of them and in order; the first one is 1
 * @param flags all flags
 * @param position where it stands
 */
public record ExpectedAlert(
    Optional<String> rule,
    Optional<Instant> time,
    Map<String, String> key,
    Optional<BigDecimal> count,
    Optional<List<Integer>> evidence,
    Optional<Set<String>> flags,
    Position position) {
  public ExpectedAlert {
    requireNonNull(rule, "rule");
    requireNonNull(time, "time");
    key = Map.copyOf(key);
    requireNonNull(count, "count");
    evidence = evidence.map(List::copyOf);
    flags = flags.map(Set::copyOf);
    requireNonNull(position, "position");
  }
}
