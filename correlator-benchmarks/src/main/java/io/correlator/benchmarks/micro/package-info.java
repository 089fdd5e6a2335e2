/**
 * What single steps cost: reading a header, making a record, counting, detecting, writing an event.
 *
 * <p>Each class is a JMH benchmark of one step. Start with {@link
 * io.correlator.benchmarks.micro.ParseBenchmark}.
 */
@NullMarked
package io.correlator.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
