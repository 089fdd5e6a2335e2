package io.correlator.benchmarks.rules;

import io.correlator.api.EmittedEvent;
import io.correlator.api.listener.Interest;
import io.correlator.api.listener.Listener;
import io.correlator.benchmarks.macro.Meter;
import io.correlator.core.Correlator;
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

/**
 * The command that measures thousands of published rules on Windows events, from the bytes of a
 * file to alerts: what a record costs the whole engine with no rule, with 100, with 1,000 and with
 * all, in one run, in turns. CPU time of the process; the least of some turns.
 *
 * <p>Rules and events are not part of the project: {@code --rules} and {@code --events} name
 * folders that have them.
 */
public final class RulesMacro {
  private final RulesMacroOptions options;
  private final PrintStream out;
  private final Meter meter = new Meter();

  private RulesMacro(RulesMacroOptions options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  /** See {@code --help}. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length > 0 && arguments[0].equals("--help")) {
      System.out.print(RulesMacroOptions.USAGE);
      return;
    }
    RulesMacroOptions options = RulesMacroOptions.parse(arguments);
    if (options.areAbsent()) {
      System.out.printf(
          "skipped: there are no rules at %s or no events at %s%n%s",
          options.rules().toAbsolutePath(),
          options.events().toAbsolutePath(),
          RulesMacroOptions.USAGE);
      return;
    }
    new RulesMacro(options, System.out).run();
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
    Census census = new Census();
    Correlator correlator =
        Correlator.builder()
            .source(FileSource.builder().path(log.file()).format(new WindowsJsonFormat()).build())
            // The same events come again and again, so their times say nothing.
            .time(TimeSettings.defaults().withMode(TimeSettings.Mode.ARRIVAL))
            .module(load.module)
            .listener(census)
            .threadFactory(meter.threads())
            .build();
    Meter.Cost cost = meter.measure(correlator::run);
    long records = correlator.statistics().received();
    long errors = correlator.statistics().modules().get(0).errors();
    if (records != log.records()
        || errors > 0
        || (load.alerts >= 0 && load.alerts != census.alerts)) {
      throw new IllegalStateException("something went wrong: " + correlator.statistics());
    }
    load.alerts = census.alerts;
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

  /** Counts what comes; read when the engine has ended. */
  private static final class Census implements Listener {
    private long alerts;

    @Override
    public String name() {
      return "census";
    }

    @Override
    public Interest interest() {
      return Interest.everything();
    }

    @Override
    public void accept(EmittedEvent event) {
      alerts++;
    }
  }
}
