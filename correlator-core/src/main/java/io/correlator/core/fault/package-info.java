/**
 * Faults that tests bring about on purpose: a crash at a named point, or a guarantee that is not
 * kept. Nothing happens unless a system property asks for it.
 */
@NullMarked
package io.correlator.core.fault;

import org.jspecify.annotations.NullMarked;
