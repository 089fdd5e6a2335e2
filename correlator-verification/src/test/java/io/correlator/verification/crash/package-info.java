/** A process that dies at any moment, and what the next one makes of what it left behind. */
@org.jspecify.annotations.NullMarked
package io.correlator.verification.crash;
