package io.correlator.core.pipeline;

import java.util.Arrays;

/**
 * Whether it pays to share the batches of a module with the crew, found out by trying. Now and then
 * a few batches are shared and a few are not, and what was faster holds until the next trial, which
 * is the later, the more have shown the same: a module that does little is slower with several
 * threads, which wait for each other, and where no processor is free, every module is. What comes
 * of a batch is the same in any case. For one thread.
 *
 * <p>What counts is the time from one batch to the next, with all that only one thread can do and
 * with waiting for sources: they may need the processor that the crew takes. Half of the batches
 * may be disturbed by whatever else the machine does.
 */
final class Sharing {
  /** With fewer moments, to wake somebody would take longer than to do it oneself. */
  static final int LEAST_MOMENTS = 64;

  /** So many batches are tried each way; the one in the middle counts. */
  static final int TRIES = 5;

  /** From the first trial to the second, in batches: a trial is a small part of it. */
  static final int SHORTEST_PERIOD = 128;

  /** The longest time between trials, in batches: what a trial costs is not worth mention. */
  static final int LONGEST_PERIOD = 1024;

  private final double[] shared = new double[TRIES];
  private final double[] alone = new double[TRIES];
  private int batch;
  private int period = SHORTEST_PERIOD / 2;
  private boolean pays;

  /** Whether to share a batch of so many moments. */
  boolean pays(int moments) {
    if (moments < LEAST_MOMENTS) {
      return false;
    }
    if (batch < 2 * TRIES) {
      return batch < TRIES;
    }
    return pays;
  }

  /**
   * A batch of so many moments, shared or not as {@link #pays} had said, was through so long after
   * the one before.
   */
  void took(int moments, long nanos) {
    if (moments < LEAST_MOMENTS) {
      return;
    }
    double each = (double) nanos / moments;
    if (batch < TRIES) {
      shared[batch] = each;
    } else if (batch < 2 * TRIES) {
      alone[batch - TRIES] = each;
    }
    batch++;
    if (batch == 2 * TRIES) {
      judge();
    } else if (batch == period) {
      batch = 0;
    }
  }

  /** What a trial has shown once more is tried again the later. */
  private void judge() {
    Arrays.sort(shared);
    Arrays.sort(alone);
    boolean before = pays;
    // All threads together are busy for longer, which is at the expense of listeners: so it must
    // be worth it.
    pays = shared[TRIES / 2] < alone[TRIES / 2] * 9 / 10;
    period = pays == before ? Math.min(2 * period, LONGEST_PERIOD) : SHORTEST_PERIOD;
  }
}
