/** Tests of captures. */
@NullMarked
package io.correlator.api.capture;

import org.jspecify.annotations.NullMarked;
