package io.correlator.cli;

import static java.util.Map.entry;

import io.correlator.api.config.NearestName;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code correlator} command. */
@Command(
    name = "correlator",
    description = "Finds security events in logs.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {
      ProcessCommand.class,
      ListenCommand.class,
      ReplayCommand.class,
      CaptureCommand.class,
      ListCommand.class,
      RulesCommand.class,
      DeadLettersCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Exit codes: 0 done; 1 an input could not be read or a plug-in failed, the rest was processed;",
      "2 wrong usage or configuration."
    })
public final class Main {
  private static final Map<Class<?>, Function<Terminal, Action>> ACTIONS =
      Map.ofEntries(
          entry(ProcessCommand.class, ProcessCommand::new),
          entry(ListenCommand.class, ListenCommand::new),
          entry(ReplayCommand.class, ReplayCommand::new),
          entry(CaptureCommand.class, CaptureCommand::new),
          entry(ListCaptureCommand.class, ListCaptureCommand::new),
          entry(FilterCaptureCommand.class, FilterCaptureCommand::new),
          entry(CutCaptureCommand.class, CutCaptureCommand::new),
          entry(ListCommand.class, ListCommand::new),
          entry(RulesCommand.class, RulesCommand::new),
          entry(CheckRulesCommand.class, CheckRulesCommand::new),
          entry(ExplainRulesCommand.class, ExplainRulesCommand::new),
          entry(ConformanceCommand.class, ConformanceCommand::new),
          entry(TestRulesCommand.class, TestRulesCommand::new),
          entry(DeadLettersCommand.class, DeadLettersCommand::new),
          entry(ListDeadLettersCommand.class, ListDeadLettersCommand::new),
          entry(ReplayDeadLettersCommand.class, ReplayDeadLettersCommand::new));

  Main() {}

  /** Runs the command and ends the JVM with its exit code. */
  public static void main(String[] args) {
    System.exit(run(Terminal.ofProcess(), args));
  }

  /** Runs the command and returns its exit code. */
  static int run(Terminal terminal, String... args) {
    CommandLine command =
        new CommandLine(new Main(), new Commands(terminal))
            .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
            .setErr(terminal.err())
            .setColorScheme(CommandLine.Help.defaultColorScheme(terminal.helpColour()))
            .setCaseInsensitiveEnumValuesAllowed(true)
            // A log may be called @a.log; then a.log is no list of arguments.
            .setExpandAtFiles(false)
            .setExecutionStrategy(new CommandLine.RunLast());
    // All mistakes at once: picocli would stop at the first.
    collectErrors(command);
    ParseResult result = command.parseArgs(args);
    if (CommandLine.printHelpIfRequested(result)) {
      return ExitCode.DONE;
    }
    ParseResult last = lastOf(result);
    List<String> mistakes = mistakes(result);
    Object action = last.commandSpec().userObject();
    if (action instanceof Action runnable) {
      return runnable.run(mistakes);
    }
    return needsCommand(
        terminal,
        mistakes,
        "name a command: process, listen, replay, capture, list, rules or dead-letters",
        "correlator");
  }

  /** A subcommand; it gets the mistakes found so far, to name them together with its own. */
  interface Action {
    int run(List<String> mistakes);
  }

  /**
   * Names mistakes, each on a line, and where help is.
   *
   * @param command the command, as it is called
   * @return the exit code
   */
  static int refuse(Terminal terminal, List<String> mistakes, String command) {
    mistakes.forEach(terminal::say);
    terminal.show("Try '" + command + " --help'.");
    return ExitCode.USAGE;
  }

  /**
   * As {@link #refuse}, for one that does nothing by itself; that is a mistake if nothing else is.
   */
  static int needsCommand(
      Terminal terminal, List<String> mistakes, String whichOnes, String command) {
    return refuse(terminal, mistakes.isEmpty() ? List.of(whichOnes) : mistakes, command);
  }

  private static void collectErrors(CommandLine command) {
    command.getCommandSpec().parser().collectErrors(true);
    command.getSubcommands().values().forEach(Main::collectErrors);
  }

  private static ParseResult lastOf(ParseResult result) {
    return result.hasSubcommand() ? lastOf(result.subcommand()) : result;
  }

  private static List<String> mistakes(ParseResult result) {
    List<String> mistakes = new ArrayList<>();
    for (ParseResult level = result; level != null; level = level.subcommand()) {
      for (Exception error : level.errors()) {
        if (error instanceof UnmatchedArgumentException unmatched) {
          List<String> known = namesAt(unmatched.getCommandLine());
          unmatched.getUnmatched().forEach(word -> mistakes.add(unknown(word, known)));
        } else {
          mistakes.add(Optional.ofNullable(error.getMessage()).orElseGet(error::toString));
        }
      }
    }
    return mistakes;
  }

  private static String unknown(String word, List<String> known) {
    List<String> alike =
        known.stream().filter(name -> name.startsWith("-") == word.startsWith("-")).toList();
    if (alike.isEmpty()) {
      return "'%s' is one argument too many".formatted(word);
    }
    String kind = word.startsWith("-") ? "option" : "command";
    String name = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
    return "unknown %s '%s'%s".formatted(kind, name, NearestName.hint(name, alike));
  }

  private static List<String> namesAt(CommandLine command) {
    List<String> names = new ArrayList<>(command.getSubcommands().keySet());
    names.addAll(command.getCommandSpec().optionsMap().keySet());
    return names;
  }

  /** Makes the commands, which all want the terminal. */
  private record Commands(Terminal terminal) implements CommandLine.IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
      Function<Terminal, Action> action = ACTIONS.get(type);
      return action == null
          ? CommandLine.defaultFactory().create(type)
          : type.cast(action.apply(terminal));
    }
  }

  /** The version that Maven wrote into the jar. */
  static final class Version implements IVersionProvider {
    Version() {}

    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"correlator " + Optional.ofNullable(version).orElse("(not packaged)")};
    }
  }
}
