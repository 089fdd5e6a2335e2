package io.correlator.api.module;

import io.correlator.api.Slice;

/**
 * Where a {@link Detector} puts what it has found in one record or event. Implemented by the
 * engine.
 *
 * @param <H> what there is to say about a record
 */
@FunctionalInterface
public interface Hits<H> {
  /**
   * Adds a hit. The processor that has {@code key} sees it, after the hits added before.
   *
   * @param hit immutable, because it may go to another thread; with {@code equals} by value, if it
   *     is made anew for each record
   * @throws NullPointerException if one of them is {@code null}
   */
  void add(Slice key, H hit);
}
