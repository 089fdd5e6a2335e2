/**
 * Where records come from: the standard sources.
 *
 * <p>Start with {@link io.correlator.sources.FileSource}, which reads whole files, folders of
 * rotated files, archives and standard input. {@link io.correlator.sources.FollowSource} follows
 * files while they grow, and {@link io.correlator.sources.SyslogSource} listens for messages. How
 * the lines are read is up to a {@linkplain io.correlator.sources.format format}.
 */
@NullMarked
package io.correlator.sources;

import org.jspecify.annotations.NullMarked;
