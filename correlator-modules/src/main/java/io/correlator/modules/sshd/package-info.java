/**
 * Who logged in with OpenSSH, who failed to, and which address failed too often.
 *
 * <p>Start with {@link io.correlator.modules.sshd.SshdModule}; the other public types are the
 * events it emits. Inside, a line goes through three steps: {@code SshdReader} finds out what sshd
 * said and nothing else, {@code Connection} and {@code Tries} work out which lines speak of the
 * same try, and {@code SshdProcessor} turns what is new into events.
 */
@NullMarked
package io.correlator.modules.sshd;

import org.jspecify.annotations.NullMarked;
