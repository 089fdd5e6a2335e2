package io.correlator.api.module;

import io.correlator.api.config.Config;
import java.util.Optional;

/**
 * Describes a piece of detection: what it is called, how it is configured, and how a run of it is
 * opened.
 *
 * <p>A module is immutable; one instance may be opened many times, from any thread, and holds
 * nothing that a run changes. To be found by name, a module is declared as a service ({@code
 * META-INF/services} and {@code provides} in a module descriptor) and has a public constructor
 * without arguments that gives the defaults.
 */
public interface Module {
  /** The name by which it is configured and which its events carry as their origin. */
  String name();

  /** One line for people: what it finds. Shown when modules are listed. */
  default String description() {
    return "";
  }

  /**
   * This module with the options of {@code config}; its present values are the defaults. Reading an
   * option declares it, so a module reads all its options in each call, whatever their values.
   *
   * @throws IllegalArgumentException if the options make no sense; the message reaches the person
   *     who wrote them
   */
  default Module configure(Config config) {
    return this;
  }

  /**
   * What the module keeps its state by, so that it can run on several partitions. Without one, as
   * by default, a single processor sees every record and every event of the modules before.
   *
   * <p>With one, the keys are divided into 16 groups, however many partitions there are, and the
   * module is opened once for each: a processor sees those records, and those events, whose key is
   * in its group. Its state, counters and timers are the group's own, and limits such as the number
   * of keys are divided among the groups. Because the groups are always the same, so are the events
   * and their order: those of one record or event in the order of its hits, those of one moment in
   * the order of groups. {@link Processor#onStatistics} is called for each group.
   */
  default Optional<PartitionKey> partitionKey() {
    return Optional.empty();
  }

  /**
   * Starts a run. Called once per engine, or per group of keys, in the thread that assembles it;
   * what it returns is then used by one thread at a time.
   *
   * @throws Exception if the run cannot start, for instance because a file cannot be opened
   */
  Processor open(ModuleContext context) throws Exception;
}
