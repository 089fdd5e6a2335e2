/** Tests of {@code io.correlator.rules.detection}, from inside. */
@NullMarked
package io.correlator.rules.detection;

import org.jspecify.annotations.NullMarked;
