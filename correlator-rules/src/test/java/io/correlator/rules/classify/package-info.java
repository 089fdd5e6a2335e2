/** Tests of what lines of text are taken to say. */
@NullMarked
package io.correlator.rules.classify;

import org.jspecify.annotations.NullMarked;
