/** Tests of the module {@code capture}. */
@NullMarked
package io.correlator.modules.capture;

import org.jspecify.annotations.NullMarked;
