package io.correlator.core.state;

/**
 * What the tables of one state write through.
 *
 * @param undo where they log what they change
 * @param account which is charged for what they take
 */
record Memory(UndoLog undo, StateBudget.Account account) {
  /** Memory for one more state in {@code home}. */
  static Memory in(StateHome home) {
    return new Memory(home.undo(), home.budget().open(home.undo()));
  }
}
