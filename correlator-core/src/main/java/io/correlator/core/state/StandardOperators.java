package io.correlator.core.state;

import io.correlator.api.state.Absence;
import io.correlator.api.state.AbsenceSpec;
import io.correlator.api.state.Aggregate;
import io.correlator.api.state.AggregateSpec;
import io.correlator.api.state.Alarm;
import io.correlator.api.state.AlarmSpec;
import io.correlator.api.state.Coincidence;
import io.correlator.api.state.CoincidenceSpec;
import io.correlator.api.state.CountSpec;
import io.correlator.api.state.DistinctCount;
import io.correlator.api.state.DistinctSpec;
import io.correlator.api.state.EventCount;
import io.correlator.api.state.FiringHandler;
import io.correlator.api.state.Heartbeat;
import io.correlator.api.state.HeartbeatSpec;
import io.correlator.api.state.Operator;
import io.correlator.api.state.Operators;
import io.correlator.api.state.Sequence;
import io.correlator.api.state.SequenceSpec;
import java.util.function.BiConsumer;

/** Makes the operators of one module. */
public final class StandardOperators implements Operators {
  private final StateHome home;
  private final BiConsumer<String, SavedState> claim;

  /**
   * Makes operators.
   *
   * @param home where they live
   * @param claim takes state of the module under a name, or throws if that is taken
   */
  public StandardOperators(StateHome home, BiConsumer<String, SavedState> claim) {
    this.home = home;
    this.claim = claim;
  }

  @Override
  public EventCount count(String name, CountSpec spec, FiringHandler handler) {
    return named(name, new StandardEventCount(home, spec, handler));
  }

  @Override
  public DistinctCount distinct(String name, DistinctSpec spec, FiringHandler handler) {
    return named(name, new StandardDistinctCount(home, spec, handler));
  }

  @Override
  public Aggregate aggregate(String name, AggregateSpec spec, FiringHandler handler) {
    return named(name, new StandardAggregate(home, spec, handler));
  }

  @Override
  public Coincidence coincidence(String name, CoincidenceSpec spec, FiringHandler handler) {
    return named(name, new StandardCoincidence(home, spec, handler));
  }

  @Override
  public Sequence sequence(String name, SequenceSpec spec, FiringHandler handler) {
    return named(name, new StandardSequence(home, spec, handler));
  }

  @Override
  public Absence absence(String name, AbsenceSpec spec, FiringHandler handler) {
    return named(name, new StandardAbsence(home, spec, handler));
  }

  @Override
  public Heartbeat heartbeat(String name, HeartbeatSpec spec, FiringHandler handler) {
    return named(name, new StandardHeartbeat(home, spec, handler));
  }

  @Override
  public Alarm alarm(String name, AlarmSpec spec, FiringHandler handler) {
    return named(name, new StandardAlarm(home, spec, handler));
  }

  private <S extends SavedState & Operator> S named(String name, S state) {
    claim.accept(name, state);
    home.holds(state);
    return state;
  }
}
