package io.correlator.core.runtime;

/** What travels from the other threads to the pipeline's: something to do there. */
@FunctionalInterface
interface Delivery {
  void into(OrderedPipeline pipeline);
}
