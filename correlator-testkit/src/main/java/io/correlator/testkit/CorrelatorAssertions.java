package io.correlator.testkit;

import io.correlator.api.EmittedEvent;
import io.correlator.core.Correlator;
import io.correlator.core.monitor.Ledger;
import java.util.List;

/**
 * Where assertions on events and accounts start. Made for static import; for any thread.
 *
 * <pre>{@code
 * assertThatEvents(received).ofType("BruteForce").single().hasField("address", "203.0.113.7");
 * assertThatLedger(correlator).isBalanced();
 * }</pre>
 */
public final class CorrelatorAssertions {
  private CorrelatorAssertions() {}

  /** Starts an assertion on events. */
  public static EventsAssert assertThatEvents(List<EmittedEvent> events) {
    return new EventsAssert(events);
  }

  /** Starts an assertion on one event. */
  public static EventAssert assertThatEvent(EmittedEvent event) {
    return new EventAssert(event);
  }

  /** Starts an assertion on where all records and events went. */
  public static LedgerAssert assertThatLedger(Ledger ledger) {
    return new LedgerAssert(ledger);
  }

  /** Starts an assertion on where all records and events went so far in {@code engine}. */
  public static LedgerAssert assertThatLedger(Correlator engine) {
    return new LedgerAssert(Ledger.of(engine.statistics()));
  }
}
