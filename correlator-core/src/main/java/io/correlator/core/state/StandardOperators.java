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
import java.util.function.Consumer;

/** Makes the operators of one module. */
public final class StandardOperators implements Operators {
  private final StateHome home;
  private final Consumer<String> claim;

  /**
   * Makes operators.
   *
   * @param home where they live
   * @param claim takes a name for the state of the module, or throws if it is taken
   */
  public StandardOperators(StateHome home, Consumer<String> claim) {
    this.home = home;
    this.claim = claim;
  }

  @Override
  public EventCount count(String name, CountSpec spec, FiringHandler handler) {
    claim.accept(name);
    return held(new StandardEventCount(home, spec, handler));
  }

  @Override
  public DistinctCount distinct(String name, DistinctSpec spec, FiringHandler handler) {
    claim.accept(name);
    return held(new StandardDistinctCount(home, spec, handler));
  }

  @Override
  public Aggregate aggregate(String name, AggregateSpec spec, FiringHandler handler) {
    claim.accept(name);
    return held(new StandardAggregate(home, spec, handler));
  }

  @Override
  public Coincidence coincidence(String name, CoincidenceSpec spec, FiringHandler handler) {
    claim.accept(name);
    return held(new StandardCoincidence(home, spec, handler));
  }

  @Override
  public Sequence sequence(String name, SequenceSpec spec, FiringHandler handler) {
    claim.accept(name);
    return held(new StandardSequence(home, spec, handler));
  }

  @Override
  public Absence absence(String name, AbsenceSpec spec, FiringHandler handler) {
    claim.accept(name);
    return held(new StandardAbsence(home, spec, handler));
  }

  @Override
  public Heartbeat heartbeat(String name, HeartbeatSpec spec, FiringHandler handler) {
    claim.accept(name);
    return held(new StandardHeartbeat(home, spec, handler));
  }

  @Override
  public Alarm alarm(String name, AlarmSpec spec, FiringHandler handler) {
    claim.accept(name);
    return held(new StandardAlarm(home, spec, handler));
  }

  private <T extends Operator> T held(T operator) {
    home.holds(operator);
    return operator;
  }
}
