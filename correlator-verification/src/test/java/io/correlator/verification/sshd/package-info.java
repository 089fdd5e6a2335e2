/**
 * The module {@code sshd} on the engine's pipeline: its claims one by one, attacks on it, and real
 * logs that others have labelled.
 */
@NullMarked
package io.correlator.verification.sshd;

import org.jspecify.annotations.NullMarked;
