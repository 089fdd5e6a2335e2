package io.correlator.benchmarks.rules;

import io.correlator.benchmarks.macro.Meter;
import io.correlator.core.time.TimeSettings;
import io.correlator.rules.RuleSet;
import io.correlator.rules.Rules;
import io.correlator.rules.RulesModule;
import io.correlator.rules.model.Rule;
import io.correlator.sources.FileSource;
import io.correlator.sources.format.WindowsJsonFormat;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * The command that measures thousands of published rules on Windows events, from the bytes of a
 * file to alerts: what a record costs the whole engine with no rule, with 100, with 1,000 and with
 * all, in one run, in turns. CPU time of the process; the least of some turns.
 *
 * <p>Rules and events are not part of the project: {@code --rules} and {@code --events} name
 * folders that have them.
 */
@Command(
    name = "bench rules",
    description = "Measures thousands of published rules on Windows events.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class RulesMacro implements Callable<Integer> {
  @Mixin private final PublishedRules options = new PublishedRules();
  private final PrintStream out = System.out;
  private final Meter meter = new Meter();

  private RulesMacro() {}

  /** See {@code --help}. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new RulesMacro()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (options.areThere()) {
      run();
    }
    return CommandLine.ExitCode.OK;
  }

  /** So many rules at work, and what was measured. */
  private static final class Load {
    private final int rules;
    private final RulesModule module;
    private final List<Meter.Cost> costs = new ArrayList<>();
    private long alerts = -1;

    Load(int rules, RulesModule module) {
      this.rules = rules;
      this.module = module;
    }

    double least(long records) {
      return costs.stream().mapToLong(Meter.Cost::cpuNanos).min().orElse(0) / (double) records;
    }

    /** Without the compiler and the collector, which have threads of their own. */
    long leastOfThreads() {
      return costs.stream().mapToLong(Meter.Cost::threadNanos).min().orElse(0);
    }

    long allocated() {
      return costs.get(costs.size() - 1).allocated();
    }
  }

  private void run() throws IOException, InterruptedException {
    RuleSet all = load();
    Path file = Files.createTempFile("correlator-events", ".jsonl");
    try {
      EventLog log = EventLog.write(options.events(), options.records(), file);
      out.printf(
          "%,d records of %,d bytes on average, %d processors, Java %s, least of %d turns%n",
          log.records(),
          log.bytes() / log.records(),
          Runtime.getRuntime().availableProcessors(),
          Runtime.version(),
          options.turns());
      List<Load> loads = new ArrayList<>();
      for (int count : options.counts(all.rules().size())) {
        loads.add(new Load(count, RulesModule.of(some(all, count))));
      }
      for (int turn = 0; turn <= options.turns(); turn++) {
        for (Load load : loads) {
          measure(load, log, turn > 0);
        }
      }
      print(loads, log.records());
    } finally {
      Files.delete(file);
    }
  }

  /** Several times: what an application pays at its start is the first. */
  private RuleSet load() throws IOException, InterruptedException {
    RuleSet[] loaded = new RuleSet[1];
    for (int turn = 0; turn < options.turns(); turn++) {
      Meter.Cost read = meter.measure(() -> loaded[0] = Rules.load(options.rules()));
      Meter.Cost made = meter.measure(() -> RulesModule.of(loaded[0]));
      out.printf(
          "loaded %,d rules in %d ms (CPU %d ms), made ready in %d ms (CPU %d ms)%n",
          loaded[0].rules().size(),
          read.wallNanos() / 1_000_000,
          read.cpuNanos() / 1_000_000,
          made.wallNanos() / 1_000_000,
          made.cpuNanos() / 1_000_000);
    }
    return loaded[0];
  }

  /** From all over the set, so that they are about the same kinds of records. */
  static RuleSet some(RuleSet all, int count) {
    List<Rule> chosen = new ArrayList<>();
    long size = all.rules().size();
    for (int i = 0; i < count; i++) {
      chosen.add(all.rules().get((int) (i * size / count)));
    }
    return new RuleSet(chosen, 0, all.mapping(), Set.of(), List.of());
  }

  private void measure(Load load, EventLog log, boolean counts)
      throws IOException, InterruptedException {
    EngineRun run =
        new EngineRun(
            FileSource.builder().path(log.file()).format(new WindowsJsonFormat()).build(),
            log.records(),
            // The same events come again and again, so their times say nothing.
            TimeSettings.defaults().withMode(TimeSettings.Mode.ARRIVAL));
    long[] alerts = new long[1];
    Meter.Cost cost = run.measure(meter, load.module, event -> alerts[0]++);
    if (load.alerts >= 0 && load.alerts != alerts[0]) {
      throw new IllegalStateException(
          "%,d alerts, but %,d in the turn before".formatted(alerts[0], load.alerts));
    }
    load.alerts = alerts[0];
    if (counts) {
      load.costs.add(cost);
    }
  }

  private void print(List<Load> loads, long records) {
    out.printf(
        "%n%9s %14s %13s %9s %13s %11s %12s%n",
        "rules", "records/s CPU", "CPU ns/rec.", "x first", "threads ns", "B/record", "alerts");
    double first = loads.get(0).least(records);
    for (Load load : loads) {
      double cost = load.least(records);
      out.printf(
          "%,9d %,14.0f %,13.0f %9.2f %,13d %,11d %,12d%n",
          load.rules,
          1e9 / cost,
          cost,
          cost / first,
          load.leastOfThreads() / records,
          load.allocated() / records,
          load.alerts);
    }
  }
}
