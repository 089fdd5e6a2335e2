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
    return Main.needsCommand(
        terminal,
        mistakes,
        "name what to do with dead letters: list or replay",
        "correlator dead-letters");
  }
}
