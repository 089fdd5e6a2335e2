package io.correlator.core.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.ParseFailure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LedgerTest {
  private static Ledger ledger(long evaluated, long shown, long accepted) {
    return Ledger.of(
        new Statistics(
            List.of(
                new SourceStatistics(
                    "auth.log",
                    SourceStatistics.State.DONE,
                    10,
                    7,
                    Map.of(ParseFailure.EMPTY, 1L, ParseFailure.BINARY, 2L),
                    Map.of(),
                    0,
                    400,
                    0,
                    0,
                    0,
                    Optional.empty(),
                    0,
                    Map.of())),
            new RecordStatistics(evaluated, 1, 0),
            List.of(
                new ModuleStatistics(
                    "sshd", ModuleStatistics.State.WORKING, shown, 3, 6, 0, 0, 0, 0, Map.of())),
            List.of(
                new ListenerStatistics(
                    "csv",
                    ListenerStatistics.State.UP,
                    6,
                    accepted,
                    0,
                    1,
                    Map.of(ListenerStatistics.Drop.OVERFLOW, 1L),
                    2,
                    0)),
            new TimeStatistics(4, 2, 0, 0)));
  }

  @Test
  void balancesIfAllIsAccountedFor() {
    assertThat(ledger(7, 4, 2).isBalanced()).isTrue();
  }

  @Test
  void noticesARecordThatWasNotEvaluated() {
    assertThat(ledger(6, 3, 2).isBalanced()).isFalse();
  }

  @Test
  void noticesARecordThatAModuleWasNotShown() {
    assertThat(ledger(7, 3, 2).isBalanced()).isFalse();
  }

  @Test
  void noticesAnEventThatAListenerDidNotGet() {
    assertThat(ledger(7, 4, 1).isBalanced()).isFalse();
  }

  @Test
  void noticesWhatIsThereTwice() {
    assertThat(ledger(7, 4, 3).isBalanced()).isFalse();
  }

  @Test
  void readsAsATable() {
    assertThat(ledger(7, 4, 1).toString().lines())
        .containsExactly(
            "source auth.log  received 10 = parsed 7 + failed 3 (binary 2, empty 1)",
            "records          parsed or failed 10 = evaluated 7 + late and dropped 2 + abandoned 1",
            "module sshd      evaluated 7 = shown 4 + passed by 3",
            "listener csv     offered 6 = accepted 1 + failed 0 + dead-lettered 1"
                + " + dropped 1 (overflow 1) + waiting 2   difference 1");
  }
}
