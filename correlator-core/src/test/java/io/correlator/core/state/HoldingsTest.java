package io.correlator.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.LogRecord;
import io.correlator.api.state.CountSpec;
import org.junit.jupiter.api.Test;

final class HoldingsTest {
  private final TestHome home = new TestHome();

  private Holdings counter() {
    Holdings holdings = new Holdings();
    home.undo().holdIn(holdings);
    home.budget().holdIn(holdings);
    StandardEventCount count = new StandardEventCount(home, CountSpec.atLeast(100), firing -> {});
    home.undo().holdIn(null);
    home.budget().holdIn(null);
    LogRecord record = home.at(1);
    for (int i = 0; i < 50; i++) {
      count.add("key " + i, record);
    }
    return holdings;
  }

  @Test
  void theMemoryOfADroppedPieceIsNotChargedAnyMore() {
    Holdings holdings = counter();
    assertThat(home.budget().used()).isPositive();

    holdings.release(home.undo());

    assertThat(home.budget().used()).isZero();
    assertThat(home.budget().hasAccounts()).isFalse();
  }

  @Test
  void aThousandPiecesOneAfterTheOtherTakeTheNumbersOfOne() {
    UndoLog.Part nothing = (place, old) -> {};

    for (int i = 0; i < 1_000; i++) {
      counter().release(home.undo());
    }

    assertThat(home.undo().register(nothing)).isLessThan(100);
  }
}
