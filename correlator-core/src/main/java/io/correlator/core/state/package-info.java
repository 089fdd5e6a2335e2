/** The state that modules get from the engine, on tables of primitive values where it is hot. */
@NullMarked
package io.correlator.core.state;

import org.jspecify.annotations.NullMarked;
