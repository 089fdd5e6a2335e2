package io.correlator.cli;

import io.correlator.api.capture.CapturedRecord;
import io.correlator.api.capture.CapturedSource;
import io.correlator.api.capture.CapturedStep;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a capture of those records of another that say something, or come from somewhere. */
@Command(
    name = "filter",
    description = {
      "Writes some records of a capture to a new one.",
      "Of options that are repeated one must fit, and of different ones all."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  correlator capture filter --sender 192.0.2.7 all.cap one.cap",
      "  correlator capture filter --text 'Failed password' --text 'Invalid user' all.cap some.cap",
    })
final class FilterCaptureCommand implements Main.Action, CaptureCopy.Selection {
  private final Terminal terminal;

  @Mixin private CaptureCopy copy = new CaptureCopy();

  @Option(
      names = "--sender",
      paramLabel = "ADDRESS",
      description = "Records that were sent from there; repeatable.")
  private List<String> senders = new ArrayList<>();

  @Option(
      names = "--source",
      paramLabel = "NAME",
      description = "Records of that source, as 'capture list' names it; repeatable.")
  private List<String> sources = new ArrayList<>();

  @Option(
      names = "--text",
      paramLabel = "TEXT",
      description = "Records in which that stands, letter by letter; repeatable.")
  private List<String> texts = new ArrayList<>();

  FilterCaptureCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int run(List<String> mistakes) {
    if (senders.isEmpty() && sources.isEmpty() && texts.isEmpty()) {
      mistakes.add("name which records: --sender, --source or --text");
    }
    return copy.run(terminal, this, mistakes, "correlator capture filter");
  }

  /** Time passes as it did: what waits for it comes when it came. */
  @Override
  public boolean wants(CapturedStep step) {
    if (!(step instanceof CapturedRecord record)) {
      return true;
    }
    CapturedSource source = record.source();
    return (senders.isEmpty() || senders.contains(source.sender()))
        && (sources.isEmpty() || sources.contains(source.name()))
        && (texts.isEmpty() || texts.stream().anyMatch(record.raw().toString()::contains));
  }
}
