/** Tests of the index: against brute force, and against an evaluator that knows no tricks. */
@NullMarked
package io.correlator.rules.index;

import org.jspecify.annotations.NullMarked;
