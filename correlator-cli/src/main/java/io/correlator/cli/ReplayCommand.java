package io.correlator.cli;

import io.correlator.core.Correlator;
import io.correlator.core.plugin.Plugins;
import io.correlator.sources.CaptureSource;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Replays a capture and shows the events found in it. */
@Command(
    name = "replay",
    description = "Replays a capture and prints the events found in it.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  correlator replay monday.cap",
      "  correlator replay --speed 60 --rules rules monday.cap",
    })
final class ReplayCommand implements Main.Action, EngineRun.Input {
  private static final String SPEED = "--speed";

  private final Terminal terminal;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "The capture, as --capture wrote it.")
  private @Nullable Path file;

  @Option(
      names = SPEED,
      paramLabel = "max|NUMBER",
      description =
          "How fast: 1 as it came then, 60 for an hour in a minute. Default: ${DEFAULT-VALUE}.")
  private String speed = "max";

  @Option(
      names = "--close-at-end",
      description =
          "Let time go on at the end of the capture until nothing waits for it: what is missing by"
              + " then is told, flagged at-end.")
  private boolean closeAtEnd;

  @Mixin private FormatFiles formatFiles = new FormatFiles();

  @Mixin private EngineOptions engine = new EngineOptions();

  ReplayCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int run(List<String> mistakes) {
    return EngineRun.of(terminal, engine, this, mistakes);
  }

  @Override
  public String command() {
    return "correlator replay";
  }

  @Override
  public boolean hasEnd() {
    return true;
  }

  @Override
  public boolean addTo(Correlator.Builder builder, Plugins plugins, List<String> mistakes) {
    if (engine.savesState()) {
      mistakes.add("--data: a capture is always replayed whole, so there is nothing to go on from");
    }
    double factor = factor(mistakes);
    if (closeAtEnd) {
      builder.closeAtEnd();
    }
    if (file == null) {
      mistakes.add("name the capture to replay: FILE");
      return false;
    }
    CaptureSource.Builder source = CaptureSource.builder(file).speed(factor);
    formatFiles.and(plugins, mistakes).values().forEach(source::format);
    builder.source(source.build());
    return true;
  }

  private double factor(List<String> mistakes) {
    try {
      double factor = speed.equals("max") ? Double.POSITIVE_INFINITY : Double.parseDouble(speed);
      if (factor > 0) {
        return factor;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    mistakes.add(
        "%s: cannot read '%s': write max, 1 for as it came then, or how many times as fast"
            .formatted(SPEED, speed));
    return 1;
  }
}
