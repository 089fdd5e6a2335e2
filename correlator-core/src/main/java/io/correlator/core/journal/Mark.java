package io.correlator.core.journal;

/**
 * A place in a journal: between two batches.
 *
 * @param number of the batch before; 0 at the beginning
 * @param records how many there are in all batches before
 */
public record Mark(long number, long records) {
  /** Before the first batch. */
  public static final Mark BEGINNING = new Mark(0, 0);
}
