package io.correlator.api.capture;

import static java.util.Objects.requireNonNull;

import io.correlator.api.Block.Counting;
import io.correlator.api.Block.Provenance;

/**
 * Where captured records come from: what all records of one source have in common. Immutable; may
 * be used by any thread.
 *
 * @param name the name of the source as configured; for a file, its path as given
 * @param sender the address that its records were sent from; empty if they were not sent
 * @param incarnation see {@link io.correlator.api.RecordId#incarnation()}
 * @param counting how the positions of its records are counted
 * @param format the name of the format that its records were read as; empty if it has none
 */
public record CapturedSource(
    String name, String sender, long incarnation, Counting counting, String format) {
  public CapturedSource {
    requireNonNull(name, "name");
    requireNonNull(sender, "sender");
    requireNonNull(counting, "counting");
    requireNonNull(format, "format");
  }

  static CapturedSource of(Provenance provenance) {
    return new CapturedSource(
        provenance.source(),
        provenance.sender(),
        provenance.incarnation(),
        provenance.counting(),
        provenance.format());
  }
}
