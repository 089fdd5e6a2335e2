/** Tests of the values. */
@NullMarked
package io.correlator.api;

import org.jspecify.annotations.NullMarked;
