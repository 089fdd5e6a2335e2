package io.correlator.verification.replay;

import io.correlator.api.module.Module;
import io.correlator.core.Correlator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Modules of each kind: without a key, with one, with several, and without one behind them. */
final class Watches {
  private Watches() {}

  static List<Module> all() {
    return List.of(
        new Watch("watch", false), new Watch("watch-each", true), new Topics(), new Hearsay());
  }

  static Set<String> names() {
    return all().stream().map(Module::name).collect(Collectors.toUnmodifiableSet());
  }

  /** An engine of all of them. */
  static Correlator.Builder engine(int partitions) {
    Correlator.Builder builder = Correlator.builder().partitions(partitions);
    all().forEach(builder::module);
    return builder;
  }
}
