package io.correlator.sources.format;

import io.correlator.api.LogRecord;
import io.correlator.fuzz.Claim;
import io.correlator.fuzz.Target;
import java.util.Arrays;
import java.util.Optional;

/**
 * RFC 5424, read strictly and leniently: what the strict format accepts, the lenient one reads in
 * the same way, and the grammar says at which byte a message first breaks it.
 */
public final class Rfc5424Target implements Target {
  /** A day that its month does not have, or a name that came before, is wrong as a whole. */
  private static final int LONGEST_PART = 33;

  private final StrictRfc5424Format strict = new StrictRfc5424Format();
  private final Rfc5424Format lenient = new Rfc5424Format();
  private final Target strictLine = new LineTarget(strict);
  private final Target lenientLine = new LineTarget(lenient);

  /** Attacks both. */
  public Rfc5424Target() {}

  @Override
  public void attack(byte[] line) throws Exception {
    strictLine.attack(line);
    lenientLine.attack(line);
    LogRecord strictly = LineTarget.read(strict, line);
    LogRecord leniently = LineTarget.read(lenient, line);
    Optional<Rfc5424Violation> violation = Rfc5424Violation.firstIn(line);
    Claim.same(
        violation.isEmpty() && leniently.failure().isEmpty(),
        strictly.failure().isEmpty(),
        "what breaks no rule is accepted, and nothing else");
    if (violation.isPresent()) {
      firstInEveryTextThatBeginsSo(line, violation.get().column());
    } else {
      LineTarget.same(strictly, leniently, "what is accepted strictly, read leniently");
    }
  }

  /** The column is the first byte that cannot stand there, so what follows changes nothing. */
  private static void firstInEveryTextThatBeginsSo(byte[] line, int column) {
    Claim.that(column >= 0 && column <= line.length, "a violation is in the line");
    Claim.that(
        column(Arrays.copyOf(line, column)) >= column, "nothing is wrong before a violation");
    Claim.same(
        column,
        column(Arrays.copyOf(line, Math.min(line.length, column + LONGEST_PART))),
        "what follows a violation makes no difference");
  }

  private static int column(byte[] line) {
    return Rfc5424Violation.firstIn(line).map(Rfc5424Violation::column).orElse(line.length);
  }
}
