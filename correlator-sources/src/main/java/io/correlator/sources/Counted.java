package io.correlator.sources;

import java.util.LinkedHashMap;
import java.util.Map;

/** Counts by kind, as {@link io.correlator.api.source.Source#counters} tells them. */
final class Counted {
  private Counted() {}

  /** All kinds, those too that did not occur. */
  static <E extends Enum<E>> Map<String, Long> of(Class<E> kinds, Map<E, Long> counts) {
    Map<String, Long> all = new LinkedHashMap<>();
    for (E kind : kinds.getEnumConstants()) {
      all.put(kind.toString(), counts.getOrDefault(kind, 0L));
    }
    return all;
  }
}
