package io.correlator.core.monitor;

/**
 * What became of the records that sources handed over. Together with those that were {@linkplain
 * TimeStatistics#lateDropped() dropped because they were late}, they are all that was received.
 *
 * @param evaluated how many the modules were offered, late ones included
 * @param abandoned how many were left when the engine had {@linkplain Failure#isFatal() failed}; no
 *     module has seen them
 * @param waiting how many wait to be put in order, up to a moment ago; those of an engine that was
 *     stopped with its state saved wait for the next run
 */
public record RecordStatistics(long evaluated, long abandoned, long waiting) {}
