/**
 * What rules cost: how the time for one record grows with the number of rules. Start with {@link
 * io.correlator.benchmarks.rules.RuleIndexBenchmark}.
 */
@NullMarked
package io.correlator.benchmarks.rules;

import org.jspecify.annotations.NullMarked;
