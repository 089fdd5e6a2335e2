package io.correlator.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Runs the fuzzer: so many executions of all targets together ({@code correlator.fuzz.executions}),
 * or each for so many seconds ({@code correlator.fuzz.seconds}); of those alone that {@code
 * correlator.fuzz.targets} names, if it names any.
 */
class FuzzIT {
  private static final long EXECUTIONS = Long.getLong("correlator.fuzz.executions", 0);
  private static final long SECONDS = Long.getLong("correlator.fuzz.seconds", 0);
  private static final String NAMED = System.getProperty("correlator.fuzz.targets", "");

  /** The fuzzer takes 32 bits, and 0 for one of its own choice. */
  private static final long SEED =
      Long.getLong("correlator.fuzz.seed", 1 + new Random().nextInt(Integer.MAX_VALUE - 1));

  @Test
  void noInputBreaksAClaim() throws Exception {
    assumeTrue(
        EXECUTIONS > 0 || SECONDS > 0,
        "skipped: say -Dcorrelator.fuzz.executions=N or -Dcorrelator.fuzz.seconds=N");
    List<Targets> targets =
        Stream.of(Targets.values())
            .filter(
                target -> NAMED.isBlank() || List.of(NAMED.split(",")).contains(target.toString()))
            .toList();
    long begun = System.nanoTime();

    List<FuzzRun.Result> results = run(targets);

    long executions = results.stream().mapToLong(FuzzRun.Result::executions).sum();
    System.out.printf(
        "%,d executions of %d targets in %d s, seed %d%n",
        executions, targets.size(), (System.nanoTime() - begun) / 1_000_000_000, SEED);
    assertThat(results.stream().flatMap(result -> result.crash().stream())).isEmpty();
    assertThat(executions).isGreaterThanOrEqualTo(NAMED.isBlank() ? EXECUTIONS : 1);
  }

  private static List<FuzzRun.Result> run(List<Targets> targets) throws Exception {
    ExecutorService threads =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try {
      List<Future<FuzzRun.Result>> running = new ArrayList<>();
      for (Targets target : targets) {
        FuzzRun run = new FuzzRun(target, target.executions(EXECUTIONS), SECONDS, SEED);
        running.add(threads.submit(run::run));
      }
      List<FuzzRun.Result> results = new ArrayList<>();
      for (Future<FuzzRun.Result> each : running) {
        FuzzRun.Result result = each.get();
        System.out.println(result);
        results.add(result);
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }
}
