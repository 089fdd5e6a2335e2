/**
 * Where records come from: the standard sources.
 *
 * <p>Start with {@link io.correlator.sources.FileSource}, which reads whole files, folders of
 * rotated files, archives and standard input. How the lines in them are read is up to a {@linkplain
 * io.correlator.sources.format format}.
 */
@NullMarked
package io.correlator.sources;

import org.jspecify.annotations.NullMarked;
