package io.correlator.testkit;

import io.correlator.core.monitor.Ledger;
import org.assertj.core.api.AbstractAssert;

/** Assertions on where records and events went. For one thread. */
public final class LedgerAssert extends AbstractAssert<LedgerAssert, Ledger> {
  LedgerAssert(Ledger ledger) {
    super(ledger, LedgerAssert.class);
  }

  /**
   * Asserts that everything is accounted for, to the unit. If not, the message shows all accounts.
   * Meant for a run that has ended: before, some records are on their way.
   */
  public LedgerAssert isBalanced() {
    isNotNull();
    if (!actual.isBalanced()) {
      failWithMessage("%s", "the ledger does not balance:\n" + actual);
    }
    return this;
  }
}
