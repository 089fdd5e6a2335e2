package io.correlator.rules;

import static java.util.Objects.requireNonNull;

import io.correlator.api.Slice;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.state.Codec;
import io.correlator.api.state.Firing;
import io.correlator.api.state.KeyedState;
import io.correlator.api.state.Sighting;
import io.correlator.api.state.StateSpec;
import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Remembers which alerts were hits for which correlations, so that an alert can name those that it
 * is made of. Operators remember records, not alerts. For one thread.
 */
final class ChainMemory {
  /** So many alerts of one moment and key are named. */
  private static final int MOST_AT_ONCE = 16;

  private final KeyedState<Moment, List<Link>> links;

  /** Where a hit went, and when. */
  record Moment(String rule, Slice key, Instant time) {
    Moment {
      requireNonNull(rule, "rule");
      requireNonNull(key, "key");
      requireNonNull(time, "time");
    }
  }

  /** An alert that was a hit, told or not. */
  record Link(
      String rule, Slice key, String id, Instant firstSeen, Instant lastSeen, double observed) {
    Link {
      requireNonNull(rule, "rule");
      requireNonNull(key, "key");
      requireNonNull(id, "id");
      requireNonNull(firstSeen, "firstSeen");
      requireNonNull(lastSeen, "lastSeen");
    }
  }

  /**
   * A memory.
   *
   * @param window for so long, what it remembers may still be asked for
   */
  ChainMemory(ModuleContext context, Duration window) {
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    StateSpec<Moment, List<Link>> spec =
        StateSpec.of(
            // Rules have no such character in what they are called.
            "\u001fchains",
            Codec.of(lookup, Moment.class),
            Codec.list(Codec.of(lookup, Link.class)));
    links = context.state(spec.expireAfter(window.plusMillis(1)));
  }

  void add(Moment moment, Link link) {
    List<Link> known = new ArrayList<>(links.get(moment).orElse(List.of()));
    if (known.size() < MOST_AT_ONCE) {
      known.add(link);
      links.put(moment, known);
    }
  }

  /** The alerts behind what a correlation has found. */
  List<Link> behind(String rule, Firing firing) {
    Set<Link> behind = new LinkedHashSet<>();
    for (Sighting sighting : firing.sightings()) {
      links.get(new Moment(rule, firing.key(), sighting.time())).ifPresent(behind::addAll);
    }
    return List.copyOf(behind);
  }
}
