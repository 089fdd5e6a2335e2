/** Tests of formats that are written in YAML. */
@NullMarked
package io.correlator.rules.format;

import org.jspecify.annotations.NullMarked;
