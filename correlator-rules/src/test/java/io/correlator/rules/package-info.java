/** Tests of rules as they are loaded. */
@NullMarked
package io.correlator.rules;

import org.jspecify.annotations.NullMarked;
