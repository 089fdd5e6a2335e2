/** What attackers, broken clocks and slow sources cannot do to time: no event depends on them. */
@NullMarked
package io.correlator.verification.time;

import org.jspecify.annotations.NullMarked;
