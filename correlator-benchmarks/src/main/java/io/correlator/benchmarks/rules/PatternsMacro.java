package io.correlator.benchmarks.rules;

import io.correlator.api.LogRecord;
import io.correlator.api.module.Module;
import io.correlator.benchmarks.macro.Meter;
import io.correlator.core.time.TimeSettings;
import io.correlator.rules.RuleSet;
import io.correlator.rules.Rules;
import io.correlator.rules.RulesModule;
import io.correlator.rules.mapping.Mapping;
import io.correlator.sources.FileSource;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The command that measures many pattern rules, each a regular expression over whole lines of
 * syslog: from the bytes of a log to alerts, with one rule, with ten, and so on, in turns. CPU time
 * of the process; the least of some turns. In the first lines there must be as many alerts as there
 * are matches when each expression is tried on each line.
 */
@Command(
    name = "bench patterns",
    description = "Measures many regular expressions, each a rule, on lines of syslog.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class PatternsMacro implements Callable<Integer> {
  /** Says which year the log is from. */
  private static final Instant REFERENCE = Instant.parse("2025-12-31T23:59:59Z");

  @Option(names = "--lines", description = "Length of the log (default: ${DEFAULT-VALUE}).")
  private int lines = 1_000_000;

  @Option(names = "--seed", description = "What the log is made from (default: ${DEFAULT-VALUE}).")
  private int seed = 42;

  @Option(
      names = "--file",
      paramLabel = "LOG",
      description = "Reads this log instead: classic syslog of December 2025.")
  private @Nullable Path file;

  @Option(
      names = "--regexes",
      paramLabel = "FILE",
      description = "Expressions to use instead of the made ones, one a line.")
  private @Nullable Path regexes;

  @Option(
      names = "--counts",
      split = ",",
      description = "How many of the rules, each count on its own (default: ${DEFAULT-VALUE}).")
  private List<Integer> counts = List.of(1, 10, 100, 1_000, 10_000);

  @Option(
      names = "--checked",
      description =
          "In so many lines, each expression is tried by itself (default: ${DEFAULT-VALUE}).")
  private int checked = 500;

  @Option(
      names = "--turns",
      description = "Measured turns of each, after one to warm up (default: ${DEFAULT-VALUE}).")
  private int turns = 3;

  private final PrintStream out = System.out;
  private final Meter meter = new Meter();

  private PatternsMacro() {}

  /** See {@code --help}. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new PatternsMacro()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<String> expressions =
        regexes == null
            ? PatternLog.regexes(counts.stream().mapToInt(Integer::intValue).max().orElse(0))
            : Files.readAllLines(regexes);
    if (file != null) {
      measure(PatternLog.of(file, expressions, checked));
      return CommandLine.ExitCode.OK;
    }
    Path made = Files.createTempFile("correlator-patterns", ".log");
    try {
      PatternLog.write(made, lines, seed);
      measure(PatternLog.of(made, expressions, checked));
    } finally {
      Files.delete(made);
    }
    return CommandLine.ExitCode.OK;
  }

  /** So many rules at work, and what was measured. */
  private static final class Load {
    private final int rules;
    private final Module module;
    private final long expected;
    private long cpu = Long.MAX_VALUE;
    private long ofThreads = Long.MAX_VALUE;
    private long allocated;
    private Found found = new Found(0, 0);

    Load(PatternLog log, int count) {
      rules = Math.min(count, log.regexes().size());
      module = module(log.regexes().subList(0, rules));
      expected = log.matchesInHead(rules);
    }

    void add(Meter.Cost cost) {
      cpu = Math.min(cpu, cost.cpuNanos());
      ofThreads = Math.min(ofThreads, cost.threadNanos());
      allocated = cost.allocated();
    }
  }

  /**
   * Alerts.
   *
   * @param all of the whole log
   * @param inHead of its first lines
   */
  record Found(long all, long inHead) {}

  private void measure(PatternLog log) throws IOException, InterruptedException {
    List<Load> loads = new ArrayList<>();
    for (int count : counts) {
      loads.add(new Load(log, count));
    }
    for (int turn = 0; turn <= turns; turn++) {
      for (Load load : loads) {
        Found[] found = new Found[1];
        Meter.Cost cost = run(log, load.module, meter, found);
        if (found[0].inHead != load.expected) {
          throw new IllegalStateException(
              "%,d alerts in the first lines, but there are %,d matches"
                  .formatted(found[0].inHead, load.expected));
        }
        load.found = found[0];
        if (turn > 0) {
          load.add(cost);
        }
      }
    }
    print(log, loads);
  }

  private void print(PatternLog log, List<Load> loads) {
    out.printf(
        "%,d lines; the first %,d have exactly the alerts that they must have%n%n"
            + "%9s %13s %13s %11s %12s%n",
        log.records(), log.head().size(), "rules", "CPU ns/line", "threads ns", "B/line", "alerts");
    for (Load load : loads) {
      out.printf(
          "%,9d %,13d %,13d %,11d %,12d%n",
          load.rules,
          load.cpu / log.records(),
          load.ofThreads / log.records(),
          load.allocated / log.records(),
          load.found.all);
    }
  }

  /** Runs the rules of {@code module} over the log once; tells in {@code found} what they found. */
  static Meter.Cost run(PatternLog log, Module module, Meter meter, Found[] found)
      throws IOException, InterruptedException {
    EngineRun run =
        new EngineRun(
            FileSource.builder().path(log.file()).reference(REFERENCE).build(),
            log.records(),
            TimeSettings.defaults());
    long[] alerts = new long[2];
    Meter.Cost cost =
        run.measure(
            meter,
            module,
            event -> {
              LogRecord last = event.evidence().get(event.evidence().size() - 1);
              alerts[0]++;
              alerts[1] += last.line() <= log.head().size() ? 1 : 0;
            });
    found[0] = new Found(alerts[0], alerts[1]);
    return cost;
  }

  /** A rule for each expression. */
  static Module module(List<String> regexes) {
    StringBuilder rules = new StringBuilder("[");
    for (int i = 0; i < regexes.size(); i++) {
      rules
          .append(i == 0 ? "" : ",\n")
          .append("{\"name\": \"Pattern ")
          .append(i)
          .append("\", \"type\": \"pattern\", \"severity\": \"warning\", \"config\": {\"field\":")
          .append(" \"raw\", \"case_sensitive\": true, \"regex\": \"")
          .append(regexes.get(i).replace("\\", "\\\\").replace("\"", "\\\""))
          .append("\"}}");
    }
    RuleSet set =
        Rules.parse(Mapping.standard(), Map.of("patterns.json", rules.append(']').toString()));
    if (set.hasErrors() || set.rules().size() != regexes.size()) {
      throw new IllegalStateException(set.problems().toString());
    }
    return RulesModule.of(set);
  }
}
