package io.correlator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.ParseFailure;
import io.correlator.core.monitor.ListenerStatistics;
import io.correlator.core.monitor.ListenerStatistics.Drop;
import io.correlator.core.monitor.ModuleStatistics;
import io.correlator.core.monitor.RecordStatistics;
import io.correlator.core.monitor.SourceStatistics;
import io.correlator.core.monitor.SourceStatistics.State;
import io.correlator.core.monitor.Statistics;
import io.correlator.core.monitor.TimeStatistics;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class StatisticsTableTest {
  @Test
  void alignsNumbersToTheRightAndBalancesEverySource() {
    Map<ParseFailure, Long> failed =
        Map.of(ParseFailure.EMPTY, 1L, ParseFailure.BAD_TIMESTAMP, 20L);
    Map<String, Long> counters = new TreeMap<>(Map.of("failed", 21L, "succeeded", 4L));

    List<String> lines =
        print(
            new Statistics(
                List.of(source("auth.log", 2000, 1979, failed), source("-", 7, 7, Map.of())),
                new RecordStatistics(2005, 0, 0),
                List.of(
                    new ModuleStatistics(
                        "sshd", ModuleStatistics.State.WORKING, 2000, 5, 28, 0, 7, 0, 2, counters)),
                List.of(
                    new ListenerStatistics(
                        "text", ListenerStatistics.State.UP, 28, 28, 0, 0, Map.of(), 0, 0),
                    new ListenerStatistics(
                        "csv",
                        ListenerStatistics.State.UP,
                        40,
                        1,
                        27,
                        3,
                        Map.of(Drop.OVERFLOW, 7L),
                        2,
                        28)),
                new TimeStatistics(3, 2, 1, 4)));

    assertThat(lines)
        .containsExactly(
            "source    received  parsed  failed  truncated   bytes  unreadable",
            "auth.log     2,000   1,979      21          0  80,000           0",
            "-                7       7       0          0     280           0",
            "time: 3 late (2 of them dropped), 1 not believed, 4 evaluated early",
            "module  records  passed by  events  errors  counters",
            "sshd      2,000          5      28       0  failed=21 succeeded=4",
            "sshd: 2 undetermined: only time would decide, and the input ended",
            "listener  accepted  failed  dead-lettered  dropped  waiting  errors",
            "text            28       0              0        0        0       0",
            "csv              1      27              3        7        2      28",
            "source auth.log: received 2000 = parsed 1979 + failed 21 (bad-timestamp 20, empty 1)",
            "source -: received 7 = parsed 7 + failed 0",
            "records: parsed or failed 2007 = evaluated 2005 + late and dropped 2",
            "module sshd: evaluated 2005 = shown 2000 + passed by 5",
            "listener text: offered 28 = accepted 28 + failed 0",
            "listener csv: offered 40 = accepted 1 + failed 27 + dead-lettered 3"
                + " + dropped 7 (overflow 7) + waiting 2");
  }

  @Test
  void aNameCannotSteerTheTerminal() {
    List<String> lines =
        print(
            new Statistics(
                List.of(source("a\u001b[2J\n", 1, 1, Map.of())),
                new RecordStatistics(1, 0, 0),
                List.of(),
                List.of(),
                new TimeStatistics(0, 0, 0, 0)));

    assertThat(lines).contains("source a\\u001b[2J\\u000a: received 1 = parsed 1 + failed 0");
    assertThat(lines).noneMatch(line -> line.contains("\u001b"));
  }

  private static SourceStatistics source(
      String name, long received, long parsed, Map<ParseFailure, Long> failed) {
    return new SourceStatistics(
        name,
        State.DONE,
        received,
        parsed,
        failed,
        Map.of(),
        0,
        received * 40,
        0,
        1,
        1,
        Optional.empty(),
        0,
        Map.of());
  }

  private static List<String> print(Statistics statistics) {
    StringWriter out = new StringWriter();
    StatisticsTable.print(statistics, new PrintWriter(out));
    return out.toString().lines().toList();
  }
}
