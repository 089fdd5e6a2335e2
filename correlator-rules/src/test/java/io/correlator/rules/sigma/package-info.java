/** Tests of {@code io.correlator.rules.sigma}, from inside. */
@NullMarked
package io.correlator.rules.sigma;

import org.jspecify.annotations.NullMarked;
