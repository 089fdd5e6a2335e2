package io.correlator.api.capture;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * The end of a batch in a journal, which is a capture of what a source handed over: the records
 * since the batch before belong to this one, and were taken all together. Those that no batch
 * follows were never taken. Immutable; may be used by any thread.
 *
 * @param number counts the batches of a source, from 1. A number that was there before says nothing
 *     new: with one, a file says what comes before it
 * @param records how many records there were in all batches so far, this one included: so a reader
 *     knows how many it does not find
 * @param position where the source stood after it, in its own words; empty if it has not said
 * @param notes what the source wants to know in a later run, beside the records
 */
public record CapturedBatch(long number, long records, String position, List<String> notes)
    implements CapturedStep {
  public CapturedBatch {
    requireNonNull(position, "position");
    notes = List.copyOf(notes);
  }
}
