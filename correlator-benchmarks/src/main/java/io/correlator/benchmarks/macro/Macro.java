package io.correlator.benchmarks.macro;

import static java.util.Objects.requireNonNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * The command that measures whole engines: makes a log, reads it in each way there is, and prints
 * what a record costs, as CPU time and as a multiple of a bare scan for newlines.
 *
 * <p>Each workload has a JVM of its own, with the options of this one: so the compiler sees one
 * engine at work, as it does in an application, and the peak of memory is its own. It ends with an
 * error if a count is wrong; it never does for being slow.
 */
@Command(
    name = "bench macro",
    description = "Measures whole engines on a log of sshd.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class Macro implements Callable<Integer> {
  @Mixin private final MacroOptions options = new MacroOptions();
  private final List<String> arguments;
  private final PrintStream out = System.out;

  private Macro(List<String> arguments) {
    this.arguments = arguments;
  }

  /** See {@code --help}. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Macro(List.of(arguments))).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    AuthLog log = options.log();
    out.printf(
        "%,d lines in %s, %d processors, Java %s; CPU time of a record, the least and the median"
            + " of %d runs in each of %d rounds%n%n%s%n",
        log.counts().records(),
        log.file(),
        Runtime.getRuntime().availableProcessors(),
        Runtime.version(),
        options.runs(),
        options.rounds(),
        Result.HEADER);
    Map<Workload, Result> results = new EnumMap<>(Workload.class);
    for (int round = 0; round < options.rounds(); round++) {
      for (Workload workload : options.workloads()) {
        results.merge(workload, fork(workload), Result::and);
      }
    }
    Result scan = requireNonNull(results.get(Workload.SCAN));
    results.forEach((workload, result) -> out.println(result.toRow(workload, scan)));
    return CommandLine.ExitCode.OK;
  }

  private Result fork(Workload workload) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(MacroFork.class.getName());
    command.add(workload.name());
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String line = null;
    try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
      for (String next = said.readLine(); next != null; next = said.readLine()) {
        line = Result.isLine(next) ? next : line;
      }
    }
    int exit = process.waitFor();
    if (exit != 0 || line == null) {
      throw new IllegalStateException("%s ended with %d".formatted(workload, exit));
    }
    return Result.ofLine(line);
  }
}
