package io.correlator.benchmarks.rules;

import io.correlator.api.EmittedEvent;
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
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The command that measures a sequence of two events over a million users, as a rule: from the
 * bytes of a log that is out of order to its alerts, of which there must be exactly as many as a
 * plain loop finds in the sorted log. CPU time of the process; the least of some turns. The first
 * turn measures memory instead: what is reachable after a collection, at each tenth of the alerts.
 */
@Command(
    name = "bench sequence",
    description = "Measures a sequence of two events over a million users, as a rule.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class SequenceMacro implements Callable<Integer> {
  private static final String RULE =
      """
      {"name": "Privileged access after a failure", "type": "correlation", "severity": "critical",
       "config": {"conditions": [{"field": "parsed.type", "value": "F"},
                                 {"field": "parsed.type", "value": "P"}],
                  "ordered": true, "group_by": "parsed.user", "within_seconds": 299.999,
                  "rearm": "reset", "max_keys": 1000000}}
      """;

  private static final int MOMENTS = 10;

  @Option(names = "--events", description = "Length of the log (default: ${DEFAULT-VALUE}).")
  private int events = 4_000_000;

  @Option(names = "--users", description = "How many there are (default: ${DEFAULT-VALUE}).")
  private int users = 1_000_000;

  @Option(names = "--seed", description = "What the log is made from (default: ${DEFAULT-VALUE}).")
  private int seed = 7;

  @Option(
      names = "--file",
      paramLabel = "LOG",
      description = "Reads this log instead: lines such as \"1765000000000 u7 F\".")
  private @Nullable Path file;

  @Option(
      names = "--turns",
      description = "Measured turns, after one that measures memory (default: ${DEFAULT-VALUE}).")
  private int turns = 3;

  private final PrintStream out = System.out;
  private final Meter meter = new Meter();

  private SequenceMacro() {}

  /** See {@code --help}. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new SequenceMacro()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (file != null) {
      measure(SequenceLog.of(file));
      return CommandLine.ExitCode.OK;
    }
    Path made = Files.createTempFile("correlator-sequences", ".log");
    try {
      SequenceLog.write(made, events, users, seed);
      measure(SequenceLog.of(made));
    } finally {
      Files.delete(made);
    }
    return CommandLine.ExitCode.OK;
  }

  private void measure(SequenceLog log) throws IOException, InterruptedException {
    Reachable reachable = new Reachable(Math.max(1, log.sequences() / MOMENTS));
    long before = Reachable.now();
    run(log, meter, event -> reachable.count());
    out.printf(
        "%,d events, %,d sequences; reachable memory: %,d MiB more than the %,d MiB before%n",
        log.records(), log.sequences(), (reachable.most - before) >> 20, before >> 20);
    for (int turn = 1; turn <= turns; turn++) {
      Meter.Cost cost = run(log, meter, event -> {});
      out.printf(
          "turn %d: %,d ns of CPU for an event, %,d of them without compiler and collector, %,d B;"
              + " %,d alerts%n",
          turn,
          cost.cpuNanos() / log.records(),
          cost.threadNanos() / log.records(),
          cost.allocated() / log.records(),
          log.sequences());
    }
  }

  /**
   * Runs the rule over the log once.
   *
   * @throws IllegalStateException if it finds more or less than there is
   */
  static Meter.Cost run(SequenceLog log, Meter meter, Consumer<EmittedEvent> onAlert)
      throws IOException, InterruptedException {
    long[] alerts = new long[1];
    EngineRun run =
        new EngineRun(
            FileSource.builder().path(log.file()).format(new SequenceFormat()).build(),
            log.records(),
            TimeSettings.defaults().withLateness(Duration.ofMillis(SequenceLog.LATE)));
    Meter.Cost cost =
        run.measure(
            meter,
            module(),
            event -> {
              alerts[0]++;
              onAlert.accept(event);
            });
    if (alerts[0] != log.sequences()) {
      throw new IllegalStateException(
          "%,d alerts, but there are %,d sequences".formatted(alerts[0], log.sequences()));
    }
    return cost;
  }

  private static Module module() {
    RuleSet rules = Rules.parse(Mapping.standard(), Map.of("sequence.json", RULE));
    if (!rules.problems().isEmpty()) {
      throw new IllegalStateException(rules.problems().toString());
    }
    return RulesModule.of(rules);
  }

  /** How much memory is in use when all garbage is gone, now and then. */
  private static final class Reachable {
    private final long every;
    private long counted;
    private long most;

    Reachable(long every) {
      this.every = every;
    }

    void count() {
      if (++counted % every == 0) {
        most = Math.max(most, now());
      }
    }

    static long now() {
      System.gc();
      return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
  }
}
