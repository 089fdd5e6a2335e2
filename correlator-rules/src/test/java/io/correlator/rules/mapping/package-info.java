/** Tests of {@code io.correlator.rules.mapping}, from inside. */
@NullMarked
package io.correlator.rules.mapping;

import org.jspecify.annotations.NullMarked;
