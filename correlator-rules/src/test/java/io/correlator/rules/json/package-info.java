/** Tests of rules in JSON. */
@NullMarked
package io.correlator.rules.json;

import org.jspecify.annotations.NullMarked;
