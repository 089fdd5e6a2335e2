/**
 * Rules written in Java, for those who embed the engine: start with {@link
 * io.correlator.rules.dsl.RuleDsl}. What comes out are the same immutable rules as from files.
 */
@NullMarked
package io.correlator.rules.dsl;

import org.jspecify.annotations.NullMarked;
