/**
 * Journals on disk: what sources took that cannot read it again, written down before anything is
 * made of it, until a snapshot has what became of it.
 *
 * <p>Start with {@link io.correlator.core.journal.Journal}, which is that of one source: some files
 * in the format of captures.
 */
@NullMarked
package io.correlator.core.journal;

import org.jspecify.annotations.NullMarked;
