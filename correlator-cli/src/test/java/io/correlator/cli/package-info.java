/** Tests of the command's parts, and of the command itself with a terminal that remembers. */
@NullMarked
package io.correlator.cli;

import org.jspecify.annotations.NullMarked;
