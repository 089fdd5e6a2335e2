package io.correlator.core.monitor;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a module has done so far.
 *
 * @param name the module
 * @param records how many records it was shown
 * @param events how many events it emitted
 * @param errors how often it threw something
 * @param counters its own counters, in the order in which it made them
 */
public record ModuleStatistics(
    String name, long records, long events, long errors, Map<String, Long> counters) {
  public ModuleStatistics {
    requireNonNull(name, "name");
    counters = Collections.unmodifiableMap(new LinkedHashMap<>(counters));
  }
}
