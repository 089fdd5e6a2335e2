package io.correlator.cli;

import java.util.List;
import picocli.CommandLine.Command;

/** What can be done with captures, but to replay them. */
@Command(
    name = "capture",
    description = "Shows captures, and makes smaller ones out of them.",
    mixinStandardHelpOptions = true,
    subcommands = {ListCaptureCommand.class, FilterCaptureCommand.class, CutCaptureCommand.class},
    synopsisSubcommandLabel = "COMMAND")
final class CaptureCommand implements Main.Action {
  private final Terminal terminal;

  CaptureCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int run(List<String> mistakes) {
    return Main.needsCommand(
        terminal,
        mistakes,
        "name what to do with captures: list, filter or cut",
        "correlator capture");
  }
}
