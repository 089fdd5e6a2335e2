/**
 * How plug-ins are configured: text from a file or a command line becomes typed, checked options.
 *
 * <p>Start with {@link io.correlator.api.config.Config}, which a plug-in reads in its {@code
 * configure} method. Mistakes are collected and thrown together as one {@link
 * io.correlator.api.config.ConfigException}.
 */
@NullMarked
package io.correlator.api.config;

import org.jspecify.annotations.NullMarked;
