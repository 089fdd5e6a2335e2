/**
 * What rules are, whatever language they were written in: {@link io.correlator.rules.model.Rule}
 * and what belongs to it. Values only; what runs them is elsewhere.
 */
@NullMarked
package io.correlator.rules.model;

import org.jspecify.annotations.NullMarked;
