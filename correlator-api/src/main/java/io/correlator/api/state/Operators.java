package io.correlator.api.state;

/**
 * Makes the operators of a module: small state machines, one per key, that fire when a condition
 * over time is met.
 *
 * <p>A name is unique within its module, as that of all its state. Operators are made while the
 * module is opened; what they tell goes to the handler given here. All methods throw {@link
 * IllegalArgumentException} if the module already has state of that name. Implemented by the engine
 * only.
 */
public interface Operators {
  /** Counts events. */
  EventCount count(String name, CountSpec spec, FiringHandler handler);

  /** Counts different values. */
  DistinctCount distinct(String name, DistinctSpec spec, FiringHandler handler);

  /** Adds up values, or takes their average or a percentile. */
  Aggregate aggregate(String name, AggregateSpec spec, FiringHandler handler);

  /** Waits for steps in any order. */
  Coincidence coincidence(String name, CoincidenceSpec spec, FiringHandler handler);

  /** Waits for steps in order. */
  Sequence sequence(String name, SequenceSpec spec, FiringHandler handler);

  /** Waits for something that does not come. */
  Absence absence(String name, AbsenceSpec spec, FiringHandler handler);

  /** Watches that keys keep being seen. */
  Heartbeat heartbeat(String name, HeartbeatSpec spec, FiringHandler handler);

  /** Raises an alarm and clears it. */
  Alarm alarm(String name, AlarmSpec spec, FiringHandler handler);
}
