/** Tests of rules that others published, on events that others recorded. */
@NullMarked
package io.correlator.verification.rules;

import org.jspecify.annotations.NullMarked;
