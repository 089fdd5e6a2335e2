/** The standard plug-ins keep what every plug-in must keep. */
@NullMarked
package io.correlator.verification.contract;

import org.jspecify.annotations.NullMarked;
