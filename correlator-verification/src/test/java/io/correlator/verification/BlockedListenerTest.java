package io.correlator.verification;

import static io.correlator.testkit.CorrelatorAssertions.assertThatEvents;
import static io.correlator.testkit.CorrelatorAssertions.assertThatLedger;
import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.EmittedEvent;
import io.correlator.api.listener.Interest;
import io.correlator.api.listener.Listener;
import io.correlator.core.Correlator;
import io.correlator.modules.report.ReportModule;
import io.correlator.testkit.Faults;
import io.correlator.testkit.LinesSource;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A listener that blocks holds up no other, and loses nothing once it goes on. */
@Timeout(60)
final class BlockedListenerTest {
  private static final int LINES = 1000;

  @Test
  void othersGetEverythingMeanwhileAndItGetsEverythingAfterwards() throws InterruptedException {
    Faults faults = Faults.blocking();
    List<EmittedEvent> late = new CopyOnWriteArrayList<>();
    CountDownLatch punctual = new CountDownLatch(LINES);
    Interest reports = Interest.inTypes("RecordReported");
    Correlator engine =
        Correlator.builder()
            .source(LinesSource.of("lines", Collections.nCopies(LINES, "line")))
            .module(new ReportModule())
            .listener(faults.in(Listener.of("blocked", reports, late::add)))
            .listener(Listener.of("punctual", reports, event -> punctual.countDown()))
            .build();
    engine.start();

    assertThat(punctual.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(late).isEmpty();
    faults.release();
    engine.awaitEnd();

    assertThatEvents(late).hasSize(LINES);
    assertThatLedger(engine).isBalanced();
  }
}
