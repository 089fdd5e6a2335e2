package io.correlator.cli;

import io.correlator.api.capture.CapturedRecord;
import io.correlator.api.capture.CapturedStep;
import io.correlator.api.capture.CapturedTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a capture of a part of another: of some time, or of some number of records. */
@Command(
    name = "cut",
    description =
        "Writes a part of a capture to a new one: of some time, or some number of records.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  correlator capture cut --from 2026-03-01T10:00:00Z --until 2026-03-01T11:00:00Z all.cap hour.cap",
      "  correlator capture cut --skip 1000 --count 500 all.cap some.cap",
    })
final class CutCaptureCommand implements Main.Action, CaptureCopy.Selection {
  private final Terminal terminal;
  private Instant first = Instant.MIN;
  private Instant end = Instant.MAX;
  private long inTime;

  @Mixin private CaptureCopy copy = new CaptureCopy();

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "Records of that time and later, such as 2026-03-01T10:00:00Z; UTC without Z.")
  private @Nullable String since;

  @Option(names = "--until", paramLabel = "TIME", description = "Records of before that time.")
  private @Nullable String until;

  @Option(
      names = "--skip",
      paramLabel = "NUMBER",
      description = "Without so many at the beginning. Default: ${DEFAULT-VALUE}.")
  private long skip;

  @Option(names = "--count", paramLabel = "NUMBER", description = "So many at most.")
  private long count = Long.MAX_VALUE;

  CutCaptureCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int run(List<String> mistakes) {
    first = time("--from", since, first, mistakes);
    end = time("--until", until, end, mistakes);
    if (skip < 0) {
      mistakes.add("--skip: must not be negative, was " + skip);
    }
    if (count < 1) {
      mistakes.add("--count: must be 1 or more, was " + count);
    }
    if (since == null && until == null && skip == 0 && count == Long.MAX_VALUE) {
      mistakes.add("name which part: --from, --until, --skip or --count");
    }
    return copy.run(terminal, this, mistakes, "correlator capture cut");
  }

  private static Instant time(
      String option, @Nullable String given, Instant otherwise, List<String> mistakes) {
    if (given == null) {
      return otherwise;
    }
    try {
      return given.endsWith("Z")
          ? Instant.parse(given)
          : LocalDateTime.parse(given).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      mistakes.add(
          "%s: cannot read '%s': write a time such as 2026-03-01T10:00:00Z"
              .formatted(option, given));
      return otherwise;
    }
  }

  @Override
  public boolean wants(CapturedStep step) {
    if (step instanceof CapturedTime passed) {
      return isIn(passed.time()) && inTime >= skip;
    }
    if (!(step instanceof CapturedRecord record) || !isIn(record.timestamp())) {
      return false;
    }
    inTime++;
    return inTime > skip;
  }

  @Override
  public boolean isDone() {
    return inTime - skip >= count;
  }

  private boolean isIn(Instant time) {
    return !time.isBefore(first) && time.isBefore(end);
  }
}
