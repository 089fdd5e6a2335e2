package io.correlator.core.runtime;

import io.correlator.core.pipeline.Pipeline;

/** What travels from the other threads to the pipeline's: something to do with the pipeline. */
@FunctionalInterface
interface Delivery {
  void into(Pipeline pipeline);
}
