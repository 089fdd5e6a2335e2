/**
 * Sigma 2.1 as people write it in YAML, read into {@linkplain io.correlator.rules.model rules}.
 * Start at {@link io.correlator.rules.sigma.SigmaReader}. What the specification leaves open is
 * decided in {@code docs/decisions.md}.
 */
@NullMarked
package io.correlator.rules.sigma;

import org.jspecify.annotations.NullMarked;
