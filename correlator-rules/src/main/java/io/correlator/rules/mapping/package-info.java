/**
 * Which records belong to which log sources, and how the fields of rules are called there. Start at
 * {@link io.correlator.rules.mapping.Mapping}.
 */
@NullMarked
package io.correlator.rules.mapping;

import org.jspecify.annotations.NullMarked;
