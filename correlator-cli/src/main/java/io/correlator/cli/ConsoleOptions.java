package io.correlator.cli;

import io.correlator.api.listener.Interest;
import io.correlator.api.listener.Listener;
import io.correlator.listeners.JsonLinesListener;
import io.correlator.listeners.TextListener;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** Options that say what is shown, and how. */
final class ConsoleOptions {
  @Option(
      names = "--output",
      paramLabel = "text|jsonl|none",
      description = "How events are printed. Default: ${DEFAULT-VALUE}.")
  private String output = "text";

  @Option(
      names = "--message",
      description = "With text: also print the message of each event that has one.")
  private boolean message;

  @Option(names = "--evidence", description = "With text: also print the lines behind each event.")
  private boolean evidence;

  @Option(
      names = "--stats",
      description = "Print the final statistics even if standard error is not a terminal.")
  private boolean stats;

  @Option(
      names = "--progress",
      paramLabel = "auto|always|never",
      description = "Show progress. Default: auto, if standard error is a terminal.")
  private String progress = "auto";

  @Option(
      names = "--color",
      paramLabel = "auto|always|never",
      description = "Use colour. Default: auto, if standard output is a terminal.")
  private String colour = "auto";

  void check(List<String> mistakes) {
    Choice.check("--output", output, List.of("text", "jsonl", "none"), mistakes);
    Choice.check("--progress", progress, List.of("auto", "always", "never"), mistakes);
    Choice.check("--color", colour, List.of("auto", "always", "never"), mistakes);
  }

  boolean showProgress(Terminal terminal) {
    return isOn(progress, terminal.errIsTerminal());
  }

  boolean showStatistics(Terminal terminal) {
    return stats || terminal.errIsTerminal();
  }

  /** Prints the events of {@code origins}; empty if none are wanted. */
  Optional<Listener> listener(Terminal terminal, StandardOutput out, Set<String> origins) {
    Interest interest = Interest.everything().withOrigins(origins);
    return switch (output) {
      case "text" ->
          Optional.of(
              TextListener.builder().stream(out)
                  .colour(
                      isOn(colour, terminal.outIsTerminal() && terminal.colourWanted())
                          ? TextListener.Colour.ANSI
                          : TextListener.Colour.NONE)
                  .message(message)
                  .evidence(evidence)
                  .interest(interest)
                  .build());
      case "jsonl" ->
          Optional.of(JsonLinesListener.builder().stream(out).interest(interest).build());
      default -> Optional.empty();
    };
  }

  private static boolean isOn(String choice, boolean auto) {
    return switch (choice.toLowerCase(Locale.ROOT)) {
      case "always" -> true;
      case "never" -> false;
      default -> auto;
    };
  }
}
