package io.correlator.core.pipeline;

/**
 * Whether it pays to share the batches of a module with the crew, found out by trying. Now and then
 * a few batches are shared and a few are not, and what was faster holds until the next trial: a
 * module that does little is slower with several threads, which wait for each other, and where no
 * processor is free, every module is. What comes of a batch is the same in any case. For one
 * thread.
 */
final class Sharing {
  /** With fewer moments, to wake somebody would take longer than to do it oneself. */
  static final int LEAST_MOMENTS = 64;

  /** So many batches are tried each way; the fastest counts, since any may be disturbed. */
  static final int TRIES = 4;

  /** From one trial to the next, in batches: a trial is a small part of it. */
  static final int PERIOD = 128;

  private int batch;
  private double shared = Double.MAX_VALUE;
  private double alone = Double.MAX_VALUE;

  /** Whether to share a batch of so many moments. */
  boolean pays(int moments) {
    if (moments < LEAST_MOMENTS) {
      return false;
    }
    if (batch < 2 * TRIES) {
      return batch < TRIES;
    }
    // All threads together are busy for longer, and that is at the expense of those of sources and
    // listeners: so it must be worth it.
    return shared < alone * 4 / 5;
  }

  /** A batch of so many moments, shared or not as {@link #pays} had said, took so long. */
  void took(int moments, long nanos) {
    if (moments < LEAST_MOMENTS) {
      return;
    }
    double each = (double) nanos / moments;
    if (batch < TRIES) {
      shared = Math.min(shared, each);
    } else if (batch < 2 * TRIES) {
      alone = Math.min(alone, each);
    }
    if (++batch == PERIOD) {
      batch = 0;
      shared = Double.MAX_VALUE;
      alone = Double.MAX_VALUE;
    }
  }
}
