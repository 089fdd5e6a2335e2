package io.correlator.cli;

import java.util.List;
import picocli.CommandLine.Command;

/** What can be done with rules, besides using them. */
@Command(
    name = "rules",
    description = "Checks, tests and explains rules.",
    mixinStandardHelpOptions = true,
    subcommands = {
      CheckRulesCommand.class,
      TestRulesCommand.class,
      ExplainRulesCommand.class,
      ConformanceCommand.class
    },
    synopsisSubcommandLabel = "COMMAND")
final class RulesCommand implements Main.Action {
  private final Terminal terminal;

  RulesCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int run(List<String> mistakes) {
    return Main.needsCommand(
        terminal,
        mistakes,
        "name what to do with rules: check, test, explain or conformance",
        "correlator rules");
  }
}
