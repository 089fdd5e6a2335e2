<<<<<<< HEAD
/** Tests of {@code io.correlator.rules.detection}, from inside. */
=======
/** Tests of the plain way to answer questions about a record. */
>>>>>>> index4
@NullMarked
package io.correlator.rules.detection;

import org.jspecify.annotations.NullMarked;
