/** Tests of {@code io.correlator.rules.yaml}, from inside. */
@NullMarked
package io.correlator.rules.yaml;

import org.jspecify.annotations.NullMarked;
