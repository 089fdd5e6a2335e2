package io.correlator.benchmarks.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.benchmarks.macro.Meter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PatternLogTest {
  private static final int LINES = 1_000;

  @TempDir private Path folder;

  @Test
  void theRulesFindWhatEachExpressionFindsByItself() throws Exception {
    Path file = folder.resolve("log");
    PatternLog.write(file, LINES, 42);
    for (int rules : new int[] {1, 300}) {
      List<String> regexes = PatternLog.regexes(rules);
      PatternLog log = PatternLog.of(file, regexes, LINES);
      PatternsMacro.Found[] found = new PatternsMacro.Found[1];

      PatternsMacro.run(log, PatternsMacro.module(regexes), new Meter(), found);

      long matches = log.matchesInHead(rules);
      assertThat(matches).isPositive();
      assertThat(found[0]).isEqualTo(new PatternsMacro.Found(matches, matches));
    }
  }
}
