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
   * What the module keeps its state by, so that an engine with several partitions may look at
   * several keys at once. Without one, as by default, a single processor sees every record and
   * every event of the modules before. Asked for more than once; the answer is always the same.
   *
   * <p>With one, the keys are divided into 16 groups, however many partitions there are, and {@link
   * #open} is called once for each group. A processor sees those records and events whose key is in
   * its group, and no others; its state, counters and timers are its own. Statistics show the
   * module as one. What limits the module as a whole is divided equally among the groups: the
   * number of keys, the bytes of state, the records kept as evidence. The quota of an operator
   * holds for each group, and a processor that fails all the time is left out without the others.
   *
   * <p>Because the groups are always the same, the events, their order and their ids do not depend
   * on the number of partitions. Of what is due at the same time, or at the end of a period, the
   * group with the lower number comes first.
   */
  default Optional<PartitionKey> partitionKey() {
    return Optional.empty();
  }

  /**
   * Whether each piece of the module's state, known by its name, stands for itself. If so, state
   * that was saved before the module has changed is restored piece by piece: what has the same name
   * and shape goes on, what is new begins anew, and what nobody asks for is forgotten, which the
   * engine tells. Otherwise, as by default, saved state that does not fit is refused as a whole.
   */
  default boolean hasIndependentState() {
    return false;
  }

  /**
   * Starts a run. Called once per engine, or once per group of keys, in the thread that starts the
   * engine; what it returns is then used by one thread at a time.
   *
   * @throws Exception if the run cannot start, for instance because a file cannot be opened
   */
  Processor open(ModuleContext context) throws Exception;
}
