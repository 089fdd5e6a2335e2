package io.correlator.listeners;

import io.correlator.api.config.Config;
import io.correlator.api.listener.Interest;
import java.util.List;
import java.util.Set;

/** The options that all listeners of this package share: which events reach them. */
final class InterestOptions {
  private InterestOptions() {}

  /** What {@code config} asks for; {@code present} where it does not say. */
  static Interest read(Config config, Interest present) {
    return new Interest(
        config.getEnum("least", present.least(), "the least serious severity that is wanted"),
        Set.copyOf(
            config.getList("events", sorted(present.types()), "types wanted; empty for all")),
        Set.copyOf(
            config.getList("origins", sorted(present.origins()), "modules wanted; empty for all")),
        present.auditOnly());
  }

  private static List<String> sorted(Set<String> names) {
    return names.stream().sorted().toList();
  }
}
