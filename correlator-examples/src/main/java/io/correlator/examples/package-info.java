/** One example a file. Each is quoted in the documentation and run by a test. */
@NullMarked
package io.correlator.examples;

import org.jspecify.annotations.NullMarked;
