package io.correlator.core.pipeline;

/** How the module of one stage sees a whole batch. */
interface Round {
  /** Lets the module see all moments of the timeline, and adds what comes of it. */
  void run(Timeline timeline);
}
