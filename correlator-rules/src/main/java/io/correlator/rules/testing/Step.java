package io.correlator.rules.testing;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** One thing that happens in a case. Immutable. */
public sealed interface Step {
  /**
   * A record comes.
   *
   * @param line its text
   * @param format the name of the format that it is read as
   * @param source the name of the source that it comes from
   * @param time when it was written; without one, that is what the line says, or else now
   */
  record Feed(String line, String format, String source, Optional<Instant> time) implements Step {
    public Feed {
      requireNonNull(line, "line");
      requireNonNull(format, "format");
      requireNonNull(source, "source");
      requireNonNull(time, "time");
    }
  }

  /** Time passes, and nothing comes. */
  record Advance(Duration by) implements Step {
    public Advance {
      requireNonNull(by, "by");
    }
  }
}
