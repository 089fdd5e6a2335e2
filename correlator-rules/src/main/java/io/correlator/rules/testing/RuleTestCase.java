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
 * @param given what it is about
 * @param lateness how far out of order records may be; without it, they are evaluated as they come
 * @param steps what happens
 * @param alerts what must come of it, in any order
 * @param others whether more alerts may come
 * @param position where it stands
 */
public record RuleTestCase(
    String name,
    Given given,
    Optional<Duration> lateness,
    List<Step> steps,
    List<ExpectedAlert> alerts,
    Others others,
    Position position) {
  /** When every case begins, whenever it is run. */
  public static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  /**
   * What a case is about: files, and folders of rules.
   *
   * @param rules what is tested
   * @param mappings what says what records mean, beside what is known; the first comes first
   * @param formats formats of one's own
   */
  public record Given(List<Path> rules, List<Path> mappings, List<Path> formats) {
    public Given {
      rules = List.copyOf(rules);
      mappings = List.copyOf(mappings);
      formats = List.copyOf(formats);
    }
  }

  /** What becomes of alerts that a case does not name. */
  public enum Others {
    /** The case fails. */
    REFUSED,
    /** They do not matter. */
    ALLOWED
  }

  public RuleTestCase {
    requireNonNull(name, "name");
    requireNonNull(given, "given");
    requireNonNull(lateness, "lateness");
    steps = List.copyOf(steps);
    alerts = List.copyOf(alerts);
    requireNonNull(others, "others");
    requireNonNull(position, "position");
  }
}
