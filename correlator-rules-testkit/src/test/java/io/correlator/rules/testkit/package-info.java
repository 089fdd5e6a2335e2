@NullMarked
package io.correlator.rules.testkit;

import org.jspecify.annotations.NullMarked;
