package io.correlator.core.state;

import io.correlator.api.Slice;
import io.correlator.api.state.Sighting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Collects the events behind a firing, with their records as far as those are still there. */
final class Sightings {
  private static final int FIRST = 5;
  private static final int LAST = 20;

  private final EvidenceRing evidence;
  private final List<Sighting> sightings = new ArrayList<>();

  Sightings(EvidenceRing evidence) {
    this.evidence = evidence;
  }

  /** Whether the one at {@code index} of {@code size} is among the first or last that are shown. */
  static boolean shows(int index, int size) {
    return index < FIRST || index >= size - LAST;
  }

  void add(int step, long time, Slice value, long record) {
    sightings.add(new Sighting(step, Instant.ofEpochMilli(time), value, evidence.get(record)));
  }

  List<Sighting> all() {
    return sightings;
  }
}
