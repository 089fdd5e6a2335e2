package io.correlator.core.journal;

import java.util.List;

/**
 * What was found in a journal.
 *
 * @param records how many were taken before and are evaluated now
 * @param lost how many were taken before and cannot be read any more; there may be more of them at
 *     the end of the last file, where nothing tells
 * @param unfinished how many were being written when the process ended: nobody has taken them
 * @param cutBytes how much was cut off with them
 * @param damages what cannot be read, for people
 */
public record Recovered(
    long records, long lost, long unfinished, long cutBytes, List<String> damages) {
  public Recovered {
    damages = List.copyOf(damages);
  }
}
