/**
 * The {@code correlator} command: reads a command line, assembles an application, and shows what
 * happens. Start with {@link io.correlator.cli.Main}.
 */
@NullMarked
package io.correlator.cli;

import org.jspecify.annotations.NullMarked;
