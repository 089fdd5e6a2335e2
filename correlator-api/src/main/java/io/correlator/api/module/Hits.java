package io.correlator.api.module;

import io.correlator.api.Slice;

/**
 * Where a {@link Detector} puts what it has found.
 *
 * @param <H> what there is to say about a record
 */
@FunctionalInterface
public interface Hits<H> {
  /**
   * Adds a hit. The processor of {@code key} sees it, after the hits added before.
   *
   * @param hit immutable, because it may go to another thread
   */
  void add(Slice key, H hit);
}
