package io.correlator.cli;

import java.util.List;
import picocli.CommandLine.Command;

/** What can be done with dead letters. */
@Command(
    name = "dead-letters",
    description = "Shows or replays the events that a listener never took.",
    mixinStandardHelpOptions = true,
    subcommands = {ListDeadLettersCommand.class, ReplayDeadLettersCommand.class},
    synopsisSubcommandLabel = "COMMAND")
final class DeadLettersCommand implements Main.Action {
  private final Terminal terminal;

  DeadLettersCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int run(List<String> mistakes) {
    if (mistakes.isEmpty()) {
      mistakes.add("name what to do with dead letters: list or replay");
    }
    Main.report(terminal, mistakes, "correlator dead-letters --help");
    return ExitCode.USAGE;
  }
}
