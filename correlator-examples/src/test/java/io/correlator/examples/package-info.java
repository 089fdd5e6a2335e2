/** Runs every example. */
@NullMarked
package io.correlator.examples;

import org.jspecify.annotations.NullMarked;
