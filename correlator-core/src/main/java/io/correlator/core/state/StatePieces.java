package io.correlator.core.state;

import java.util.function.Consumer;
import java.util.function.Supplier;

/** Gives each piece of a module's state the name under which it is saved and found again. */
@FunctionalInterface
public interface StatePieces {
  /**
   * The piece of this name: one that a module before has left, if it is alike, or else a new one.
   *
   * @param name unique within its module
   * @param identity what it is, in words; pieces are alike if they are of one class and this is the
   *     same
   * @param maker makes a new one
   * @param heir makes the one that was left fit for its new owner; called when it is certain that
   *     the module before is gone, or never
   * @throws IllegalArgumentException if the module has made state of that name already
   */
  <S extends SavedState> S piece(
      String name, Class<? super S> type, String identity, Supplier<S> maker, Consumer<S> heir);
}
