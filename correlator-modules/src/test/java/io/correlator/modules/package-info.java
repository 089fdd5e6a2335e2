/** What the tests of the modules share. */
@NullMarked
package io.correlator.modules;

import org.jspecify.annotations.NullMarked;
