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
import java.util.Optional;
import java.util.Set;

/**
 * The command that measures many pattern rules, each a regular expression over whole lines of
 * syslog: from the bytes of a log to alerts, with one rule, with ten, and so on, in turns. CPU time
 * of the process; the least of some turns. In the first lines there must be as many alerts as there
 * are matches when each expression is tried on each line.
 */
public final class PatternsMacro {
  private static final String USAGE =
      """
      options, with their defaults:
        --lines 1000000                 length of the log
        --seed 42                       what the log is made from
        --file LOG                      reads this log instead: classic syslog of December 2025
        --regexes FILE                  and these expressions, one a line
        --counts 1,10,100,1000,10000    how many of the rules
        --checked 500                   in so many lines, each expression is tried by itself
        --turns 3                       measured turns of each, after one to warm up
      """;
  private static final Set<String> OPTIONS =
      Set.of("--lines", "--seed", "--file", "--regexes", "--counts", "--checked", "--turns");

  /** Says which year the log is from. */
  private static final Instant REFERENCE = Instant.parse("2025-12-31T23:59:59Z");

  private final PatternLog log;
  private final Meter meter = new Meter();

  private PatternsMacro(PatternLog log) {
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
    List<Integer> counts = arguments.numbers("--counts", List.of(1, 10, 100, 1_000, 10_000));
    int most = counts.stream().mapToInt(Integer::intValue).max().orElse(0);
    Optional<Path> given = arguments.path("--regexes");
    List<String> regexes =
        given.isPresent() ? Files.readAllLines(given.get()) : PatternLog.regexes(most);
    int checked = arguments.number("--checked", 500);
    int turns = arguments.number("--turns", 3);
    Optional<Path> file = arguments.path("--file");
    if (file.isPresent()) {
      new PatternsMacro(PatternLog.of(file.get(), regexes, checked)).measure(counts, turns, out);
      return;
    }
    Path made = Files.createTempFile("correlator-patterns", ".log");
    try {
      PatternLog.write(
          made, arguments.number("--lines", 1_000_000), arguments.number("--seed", 42));
      new PatternsMacro(PatternLog.of(made, regexes, checked)).measure(counts, turns, out);
    } finally {
      Files.delete(made);
    }
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

  private void measure(List<Integer> counts, int turns, PrintStream out)
      throws IOException, InterruptedException {
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
    print(loads, out);
  }

  private void print(List<Load> loads, PrintStream out) {
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
