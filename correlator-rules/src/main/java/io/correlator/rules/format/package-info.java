/**
 * Formats of lines that are written in YAML, as patterns with names: {@link
 * io.correlator.rules.format.Formats} reads them.
 */
@NullMarked
package io.correlator.rules.format;

import org.jspecify.annotations.NullMarked;
