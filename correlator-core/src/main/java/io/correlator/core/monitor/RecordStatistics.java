package io.correlator.core.monitor;

/**
 * What became of the records that sources handed over. Together with those that were {@linkplain
 * TimeStatistics#lateDropped() dropped because they were late}, they are all that was received.
 *
 * @param evaluated how many the modules were offered, late ones included
 * @param abandoned how many were left when the engine had {@linkplain Failure#isFatal() failed}; no
 *     module has seen them
 */
public record RecordStatistics(long evaluated, long abandoned) {}
