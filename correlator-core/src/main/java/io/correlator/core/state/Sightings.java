package io.correlator.core.state;

import io.correlator.api.Slice;
import io.correlator.api.state.Sighting;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** Collects the events behind a firing, with their records as far as those are still there. */
final class Sightings {
  private static final int FIRST = 5;
  private static final int LAST = 20;

  private final EvidenceRing evidence;
  private Sighting[] sightings = new Sighting[FIRST];
  private int count;
  private Instant latest = Instant.EPOCH;
  private long latestMilli;

  Sightings(EvidenceRing evidence) {
    this.evidence = evidence;
  }

  /** Whether the one at {@code index} of {@code size} is among the first or last that are shown. */
  static boolean shows(int index, int size) {
    return index < FIRST || index >= size - LAST;
  }

  void add(int step, long time, Slice value, long record) {
    if (count == sightings.length) {
      sightings = Arrays.copyOf(sightings, 2 * count);
    }
    sightings[count++] = new Sighting(step, instant(time), value, evidence.get(record));
  }

  /** Many happened at the same time as the one before. */
  Instant instant(long time) {
    if (time != latestMilli) {
      latest = Instant.ofEpochMilli(time);
      latestMilli = time;
    }
    return latest;
  }

  List<Sighting> all() {
    return List.of(count == sightings.length ? sightings : Arrays.copyOf(sightings, count));
  }
}
