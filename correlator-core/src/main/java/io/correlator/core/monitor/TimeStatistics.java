package io.correlator.core.monitor;

/**
 * What could not be taken as it came.
 *
 * @param late how many records came when their time had passed
 * @param lateDropped how many of them were dropped, because the settings say so
 * @param skewed how many records had a time that was not believed
 * @param forcedAdvances how many records were given out early because too many waited
 */
public record TimeStatistics(long late, long lateDropped, long skewed, long forcedAdvances) {}
