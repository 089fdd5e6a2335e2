package io.correlator.rules.testing;

import static java.util.Objects.requireNonNull;

import io.correlator.rules.problem.Position;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Records, and the alerts that rules must give for them. Immutable.
 *
 * @param name what it claims; unique in its file
 * @param rules the files and folders of the rules that it is about
 * @param lateness how far out of order records may be; without it, they are evaluated as they come
 * @param steps what happens
 * @param alerts what must come of it, in any order
 * @param others whether more alerts may come
 * @param position where it stands
 */
public record RuleTestCase(
    String name,
    List<Path> rules,
    Optional<Duration> lateness,
    List<Step> steps,
    List<ExpectedAlert> alerts,
    Others others,
    Position position) {
  /** When every case begins, whenever it is run. */
  public static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  /** What becomes of alerts that a case does not name. */
  public enum Others {
    /** The case fails. */
    REFUSED,
    /** They do not matter. */
    ALLOWED
  }

  public RuleTestCase {
    requireNonNull(name, "name");
    rules = List.copyOf(rules);
    requireNonNull(lateness, "lateness");
    steps = List.copyOf(steps);
    alerts = List.copyOf(alerts);
    requireNonNull(others, "others");
    requireNonNull(position, "position");
  }
}
