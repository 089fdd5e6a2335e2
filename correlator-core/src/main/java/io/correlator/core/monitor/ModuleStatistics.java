package io.correlator.core.monitor;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a module has done so far. Exact once the engine has ended: {@code records + passedBy} is the
 * number of records evaluated.
 *
 * @param name the module
 * @param state whether it is shown records at present; if it has keys, whether all groups of them
 *     are
 * @param records how many records it was shown; if it has keys, those too that it has no key for
 * @param passedBy how many records passed it by while it was in quarantine; if it has keys, while
 *     one of the groups was that they concern
 * @param events how many events it emitted
 * @param errors how often it threw something
 * @param keys how many keys its state held a moment ago, all of its state together
 * @param evicted how many keys were pushed out of its state before their time, up to a moment ago
 * @param undetermined about how many keys only time would decide, such as whether something stays
 *     absent, and the input ended before; 0 until the end
 * @param counters its own counters, in the order in which it made them
 */
public record ModuleStatistics(
    String name,
    State state,
    long records,
    long passedBy,
    long events,
    long errors,
    long keys,
    long evicted,
    long undetermined,
    Map<String, Long> counters) {
  public ModuleStatistics {
    requireNonNull(name, "name");
    requireNonNull(state, "state");
    counters = Collections.unmodifiableMap(new LinkedHashMap<>(counters));
  }

  /** Whether a module is shown records. */
  public enum State {
    /** It is. */
    WORKING,
    /** It has failed too often: records pass it by, and now and then it gets another try. */
    QUARANTINED;

    /** The name in lower case. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
