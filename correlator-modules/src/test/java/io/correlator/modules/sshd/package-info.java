/** What sshd's lines say, and what an attacker cannot make them say. */
@NullMarked
package io.correlator.modules.sshd;

import org.jspecify.annotations.NullMarked;
