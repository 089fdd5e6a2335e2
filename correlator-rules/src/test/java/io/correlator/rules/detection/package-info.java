/** Tests of the plain way to answer questions about a record. */
@NullMarked
package io.correlator.rules.detection;

import org.jspecify.annotations.NullMarked;
