/**
 * Rules written in JSON: patterns, thresholds and correlations. Start at {@link
 * io.correlator.rules.json.JsonRules}.
 */
@NullMarked
package io.correlator.rules.json;

import org.jspecify.annotations.NullMarked;
