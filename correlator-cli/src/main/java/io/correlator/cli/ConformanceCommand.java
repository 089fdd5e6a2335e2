package io.correlator.cli;

import io.correlator.api.Printable;
import io.correlator.core.plugin.Plugins;
import io.correlator.rules.testing.ConformanceAnswer;
import io.correlator.rules.testing.ConformanceCase;
import io.correlator.rules.testing.ConformanceEngine;
import io.correlator.rules.testing.ConformanceSuite;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Plays a part in a conversation about what rules mean: asks the questions of the conformance
 * suite, answers them, or judges the answers. Shell pipes put an engine in between.
 */
@Command(
    name = "conformance",
    description = {
      "Compares an engine with the conformance suite. Questions and answers are lines of JSON:",
      "correlator rules conformance --ask FOLDER | ENGINE | correlator rules conformance --judge FOLDER"
    },
    mixinStandardHelpOptions = true)
final class ConformanceCommand implements Main.Action {
  private final Terminal terminal;

  @Option(
      names = "--ask",
      paramLabel = "FOLDER",
      description = "Prints the questions of the cases in a folder.")
  private Optional<Path> ask = Optional.empty();

  @Option(
      names = "--answer",
      description = "Reads questions from standard input and prints this engine's answers.")
  private boolean answer;

  @Option(
      names = "--judge",
      paramLabel = "FOLDER",
      description = {
        "Reads answers from standard input and compares them with the cases in a folder;",
        "exit code 1 if one is wrong or missing."
      })
  private Optional<Path> judge = Optional.empty();

  ConformanceCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int run(List<String> mistakes) {
    int parts = (ask.isPresent() ? 1 : 0) + (judge.isPresent() ? 1 : 0) + (answer ? 1 : 0);
    if (parts != 1) {
      mistakes.add("give one of --ask, --answer and --judge");
    }
    if (!mistakes.isEmpty()) {
      return Main.refuse(terminal, mistakes, "correlator rules conformance");
    }
    PrintWriter out = new PrintWriter(terminal.out(), false, StandardCharsets.UTF_8);
    try {
      return play(out);
    } catch (IOException e) {
      terminal.say(String.valueOf(e.getMessage()));
      return ExitCode.USAGE;
    } finally {
      out.flush();
    }
  }

  private int play(PrintWriter out) throws IOException {
    if (ask.isPresent()) {
      ConformanceSuite.load(ask.get()).cases().forEach(each -> out.println(each.question()));
      return ExitCode.DONE;
    }
    return answer ? answer(out) : judge(ConformanceSuite.load(judge.orElseThrow()), out);
  }

  private static int answer(PrintWriter out) throws IOException {
    ConformanceEngine engine =
        ConformanceEngine.on(PipelineBench::open, Plugins.available().formats());
    BufferedReader in = input();
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (!line.isBlank()) {
        ConformanceCase question = ConformanceSuite.question(line);
        out.println(engine.answer(question).toJson(question.id()));
        // Whoever asks may wait for this answer before the next question.
        out.flush();
      }
    }
    return ExitCode.DONE;
  }

  private static BufferedReader input() {
    return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
  }

  private static int judge(ConformanceSuite suite, PrintWriter out) throws IOException {
    Map<String, ConformanceAnswer> answers =
        ConformanceSuite.answers(String.join("\n", input().lines().toList()));
    int wrong = 0;
    int skipped = 0;
    for (ConformanceCase each : suite.cases()) {
      ConformanceAnswer given = answers.get(each.id());
      List<String> differences = new ArrayList<>();
      if (given == null) {
        differences.add("no answer");
      } else if (!given.skipped().isEmpty()) {
        skipped++;
        out.println(Printable.of("skipped " + each.id() + ": " + given.skipped()));
      } else {
        differences.addAll(each.expected().differences(given));
      }
      if (!differences.isEmpty()) {
        wrong++;
        out.println(Printable.of("FAIL " + each.id() + ": " + each.says()));
        differences.forEach(line -> out.println("     " + Printable.of(line)));
      }
    }
    out.println("%d cases, %d wrong, %d skipped".formatted(suite.cases().size(), wrong, skipped));
    return wrong == 0 ? ExitCode.DONE : ExitCode.INCOMPLETE;
  }
}
