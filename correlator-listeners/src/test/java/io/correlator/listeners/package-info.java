/** Tests of the standard listeners; {@code Samples} makes the events they are given. */
@NullMarked
package io.correlator.listeners;

import org.jspecify.annotations.NullMarked;
