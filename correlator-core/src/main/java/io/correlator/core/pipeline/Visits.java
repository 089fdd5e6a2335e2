package io.correlator.core.pipeline;

import io.correlator.api.EmittedEvent;
import io.correlator.api.Slice;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What a run of a module is to be shown of a batch, in order: hits, and where they were found. */
final class Visits {
  private static final int FIRST_SIZE = 64;

  private int size;
  private int[] moments = new int[FIRST_SIZE];
  private int[] ranks = new int[FIRST_SIZE];
  private @Nullable EmittedEvent[] events = new EmittedEvent[FIRST_SIZE];
  private @Nullable Slice[] keys = new Slice[FIRST_SIZE];
  private @Nullable Object[] hits = new Object[FIRST_SIZE];

  /**
   * Adds a visit.
   *
   * @param moment where it stands in the timeline
   * @param rank its place among all calls of the module at that moment
   * @param event in which the hit was found; {@code null} if it was the record
   * @param hit a place in {@code found}
   */
  void add(int moment, int rank, @Nullable EmittedEvent event, HitList found, int hit) {
    if (size == moments.length) {
      int more = 2 * size;
      moments = Arrays.copyOf(moments, more);
      ranks = Arrays.copyOf(ranks, more);
      events = Arrays.copyOf(events, more);
      keys = Arrays.copyOf(keys, more);
      hits = Arrays.copyOf(hits, more);
    }
    moments[size] = moment;
    ranks[size] = rank;
    events[size] = event;
    keys[size] = found.key(hit);
    hits[size] = found.hit(hit);
    size++;
  }

  int size() {
    return size;
  }

  int moment(int index) {
    return moments[index];
  }

  int rank(int index) {
    return ranks[index];
  }

  @Nullable EmittedEvent event(int index) {
    return events[index];
  }

  @Nullable Slice key(int index) {
    return keys[index];
  }

  @Nullable Object hit(int index) {
    return hits[index];
  }

  /** Lets go of everything. */
  void clear() {
    Arrays.fill(events, 0, size, null);
    Arrays.fill(keys, 0, size, null);
    Arrays.fill(hits, 0, size, null);
    size = 0;
  }
}
