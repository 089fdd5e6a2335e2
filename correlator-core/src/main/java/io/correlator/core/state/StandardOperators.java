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
import io.correlator.api.state.Operators;
import io.correlator.api.state.Sequence;
import io.correlator.api.state.SequenceSpec;
import java.util.function.Supplier;

/** Makes the operators of one module. */
public final class StandardOperators implements Operators {
  private final StateHome home;
  private final StatePieces pieces;

  /**
   * Makes operators.
   *
   * @param home where they live
   * @param pieces gives them their names
   */
  public StandardOperators(StateHome home, StatePieces pieces) {
    this.home = home;
    this.pieces = pieces;
  }

  @Override
  public EventCount count(String name, CountSpec spec, FiringHandler handler) {
    return pieces.piece(
        name,
        StandardEventCount.class,
        StandardEventCount.shape(spec),
        () -> new StandardEventCount(home, spec, handler),
        left -> left.become(spec.condition(), handler));
  }

  @Override
  public DistinctCount distinct(String name, DistinctSpec spec, FiringHandler handler) {
    return pieces.piece(
        name,
        StandardDistinctCount.class,
        StandardDistinctCount.shape(spec),
        () -> new StandardDistinctCount(home, spec, handler),
        left -> left.become(spec.condition(), handler));
  }

  @Override
  public Aggregate aggregate(String name, AggregateSpec spec, FiringHandler handler) {
    return pieces.piece(
        name,
        StandardAggregate.class,
        StandardAggregate.shape(spec),
        () -> new StandardAggregate(home, spec, handler),
        left -> left.become(spec.condition(), spec.minCount(), handler));
  }

  @Override
  public Coincidence coincidence(String name, CoincidenceSpec spec, FiringHandler handler) {
    return pieces.piece(
        name,
        StandardCoincidence.class,
        StandardCoincidence.shape(spec),
        () -> new StandardCoincidence(home, spec, handler),
        left -> left.become(spec.condition(), handler));
  }

  @Override
  public Sequence sequence(String name, SequenceSpec spec, FiringHandler handler) {
    return handled(
        name,
        StandardSequence.class,
        spec.toString(),
        () -> new StandardSequence(home, spec, handler),
        handler);
  }

  @Override
  public Absence absence(String name, AbsenceSpec spec, FiringHandler handler) {
    return handled(
        name,
        StandardAbsence.class,
        spec.toString(),
        () -> new StandardAbsence(home, spec, handler),
        handler);
  }

  @Override
  public Heartbeat heartbeat(String name, HeartbeatSpec spec, FiringHandler handler) {
    return handled(
        name,
        StandardHeartbeat.class,
        StandardHeartbeat.shape(spec),
        () -> new StandardHeartbeat(home, spec, handler),
        handler);
  }

  @Override
  public Alarm alarm(String name, AlarmSpec spec, FiringHandler handler) {
    return pieces.piece(
        name,
        StandardAlarm.class,
        StandardAlarm.shape(spec),
        () -> new StandardAlarm(home, spec, handler),
        left -> left.become(spec.raiseAt(), handler));
  }

  /** All that the next owner can have different is the handler. */
  private <S extends KeyedOperator> S handled(
      String name, Class<S> type, String shape, Supplier<S> maker, FiringHandler handler) {
    return pieces.piece(name, type, shape, maker, left -> left.handler(handler));
  }
}
