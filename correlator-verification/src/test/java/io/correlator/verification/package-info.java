/** Tests that span artifacts: arrows between packages, packaged jars, documentation, corpora. */
@NullMarked
package io.correlator.verification;

import org.jspecify.annotations.NullMarked;
