package io.correlator.core.state;

import java.util.ArrayList;
import java.util.List;

/**
 * What one piece of state has taken from the run that it lives in: its numbers in the undo log, its
 * accounts in the budget. They are given back when the piece is dropped while the run goes on. For
 * one thread at a time.
 */
public final class Holdings {
  private final List<Integer> parts = new ArrayList<>();
  private final List<StateBudget.Account> accounts = new ArrayList<>();

  /** Nothing yet. */
  public Holdings() {}

  void part(int number) {
    parts.add(number);
  }

  void account(StateBudget.Account account) {
    accounts.add(account);
  }

  /** Gives all of it back to where it was taken from; the piece is of no use from now on. */
  public void release(UndoLog undo) {
    parts.forEach(undo::unregister);
    accounts.forEach(StateBudget.Account::close);
  }
}
