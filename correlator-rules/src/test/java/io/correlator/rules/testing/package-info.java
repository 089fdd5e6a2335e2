@NullMarked
package io.correlator.rules.testing;

import org.jspecify.annotations.NullMarked;
