package io.correlator.benchmarks.rules;

import io.correlator.rules.detection.RecordView;
import io.correlator.rules.index.Matcher;
import io.correlator.rules.index.RuleIndex;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;

/**
 * The same as {@link RuleIndexBenchmark} in CPU time, which neighbours on the machine do not
 * change: prints what one line costs with more and more rules, in turns, and the best turn of each.
 */
public final class RuleCost {
  private static final int[] RULES = {1, 100, 1_000, 10_000};
  private static final int TURNS = 12;
  private static final int ROUNDS = 50;
  private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

  private long matches;

  private RuleCost() {}

  /** Takes no arguments. */
  public static void main(String[] args) {
    new RuleCost().run();
  }

  private void run() {
    List<RecordView> lines = GeneratedRules.lines();
    Matcher[] matchers = new Matcher[RULES.length];
    for (int i = 0; i < RULES.length; i++) {
      long start = CPU.getCurrentThreadCpuTime();
      RuleIndex index = RuleIndex.of(GeneratedRules.rules(RULES[i]));
      long millis = (CPU.getCurrentThreadCpuTime() - start) / 1_000_000;
      System.out.printf("made %,d rules ready in %d ms: %s%n", RULES[i], millis, index.summary());
      matchers[i] = index.matcher();
    }
    double[] best = new double[RULES.length];
    for (int turn = 0; turn < TURNS; turn++) {
      for (int i = 0; i < RULES.length; i++) {
        double cost = cost(matchers[i], lines);
        best[i] = turn == 0 ? cost : Math.min(best[i], cost);
      }
    }
    for (int i = 0; i < RULES.length; i++) {
      System.out.printf(
          "%,6d rules: %.0f ns a line, %.2f times one rule%n",
          RULES[i], best[i], best[i] / best[0]);
    }
    System.out.printf(
        "%,d matches; 10,000 rules cost %.2f times 1,000%n", matches, best[3] / best[2]);
  }

  private double cost(Matcher matcher, List<RecordView> lines) {
    long start = CPU.getCurrentThreadCpuTime();
    for (int round = 0; round < ROUNDS; round++) {
      for (RecordView line : lines) {
        matcher.match(line, rule -> matches++);
      }
    }
    return (CPU.getCurrentThreadCpuTime() - start) / (double) (ROUNDS * lines.size());
  }
}
