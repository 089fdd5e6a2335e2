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
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The command that measures a sequence of two events over a million users, as a rule: from the
 * bytes of a log that is out of order to its alerts, of which there must be exactly as many as a
 * plain loop finds in the sorted log. CPU time of the process; the least of some turns. The first
 * turn measures memory instead: what is reachable after a collection, at each tenth of the alerts.
 */
public final class SequenceMacro {
  private static final String USAGE =
      """
      options, with their defaults:
        --events 4000000    length of the log
        --users 1000000     how many there are
        --seed 7            what the log is made from
        --file LOG          reads this log instead: lines such as "1765000000000 u7 F"
        --turns 3           measured turns, after one that measures memory
      """;
  private static final Set<String> OPTIONS =
      Set.of("--events", "--users", "--seed", "--file", "--turns");

  private static final String RULE =
      """
      {"name": "Privileged access after a failure", "type": "correlation", "severity": "critical",
       "config": {"conditions": [{"field": "parsed.type", "value": "F"},
                                 {"field": "parsed.type", "value": "P"}],
                  "ordered": true, "group_by": "parsed.user", "within_seconds": 299.999,
                  "rearm": "reset", "max_keys": 1000000}}
      """;

  private static final int MOMENTS = 10;

  private final SequenceLog log;
  private final Meter meter = new Meter();
  private long alerts;

  private SequenceMacro(SequenceLog log) {
    this.log = log;
  }

  /** See {@code --help}. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length > 0 && arguments[0].equals("--help")) {
      System.out.print(USAGE);
      return;
    }
    run(Arguments.of(OPTIONS, arguments), System.out);
  }

  private static void run(Arguments arguments, PrintStream out)
      throws IOException, InterruptedException {
    Optional<Path> given = arguments.path("--file");
    if (given.isPresent()) {
      new SequenceMacro(SequenceLog.of(given.get())).measure(arguments.number("--turns", 3), out);
      return;
    }
    Path file = Files.createTempFile("correlator-sequences", ".log");
    try {
      SequenceLog.write(
          file,
          arguments.number("--events", 4_000_000),
          arguments.number("--users", 1_000_000),
          arguments.number("--seed", 7));
      new SequenceMacro(SequenceLog.of(file)).measure(arguments.number("--turns", 3), out);
    } finally {
      Files.delete(file);
    }
  }

  private void measure(int turns, PrintStream out) throws IOException, InterruptedException {
    Reachable reachable = new Reachable(Math.max(1, log.sequences() / MOMENTS));
    long before = Reachable.now();
    run(log, meter, event -> reachable.count());
    out.printf(
        "%,d events, %,d sequences; reachable memory: %,d MiB more than the %,d MiB before%n",
        log.records(), log.sequences(), (reachable.most - before) >> 20, before >> 20);
    for (int turn = 1; turn <= turns; turn++) {
      alerts = 0;
      Meter.Cost cost = run(log, meter, event -> alerts++);
      out.printf(
          "turn %d: %,d ns of CPU for an event, %,d of them without compiler and collector, %,d B;"
              + " %,d alerts%n",
          turn,
          cost.cpuNanos() / log.records(),
          cost.threadNanos() / log.records(),
          cost.allocated() / log.records(),
          alerts);
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
