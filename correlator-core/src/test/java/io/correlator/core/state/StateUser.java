package io.correlator.core.state;

import io.correlator.api.Event;
import io.correlator.api.LogRecord;
import io.correlator.api.Slice;
import io.correlator.api.module.Counter;
import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.Processor;
import io.correlator.api.module.Timer;
import io.correlator.api.state.AbsenceSpec;
import io.correlator.api.state.AggregateSpec;
import io.correlator.api.state.AlarmSpec;
import io.correlator.api.state.Closing;
import io.correlator.api.state.Codec;
import io.correlator.api.state.CoincidenceSpec;
import io.correlator.api.state.Condition;
import io.correlator.api.state.CountSpec;
import io.correlator.api.state.DistinctSpec;
import io.correlator.api.state.Firing;
import io.correlator.api.state.FiringHandler;
import io.correlator.api.state.HeartbeatSpec;
import io.correlator.api.state.KeyedState;
import io.correlator.api.state.Operators;
import io.correlator.api.state.Rearm;
import io.correlator.api.state.SequenceSpec;
import io.correlator.api.state.StateSpec;
import io.correlator.api.state.StateValue;
import io.correlator.api.state.StepMatch;
import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A module that uses one kind of state, says all that it learns from it, and may throw.
 *
 * <p>A line is {@code KEY KIND VALUE}, and {@code !} behind it if the call is to throw.
 *
 * @param moment when a call that is to throw does so
 */
record StateUser(Kind kind, Rearm rearm, int maxKeys, Moment moment) implements Module {
  private static final Duration WINDOW = Duration.ofMillis(Hits.WINDOW);

  /** What is used. */
  enum Kind {
    KEYED_STATE,
    TIMER,
    SLIDING_COUNTER,
    COUNT,
    COUNT_OF_A_WINDOW,
    LONG_COUNT,
    DISTINCT,
    DISTINCT_OF_A_WINDOW,
    SUM,
    MERGED_PERCENTILE,
    COINCIDENCE,
    FORBIDDEN_COINCIDENCE,
    SEQUENCE,
    STRICT_SEQUENCE,
    ABSENCE,
    HEARTBEAT,
    LISTED_HEARTBEAT,
    ALARM
  }

  /** When a call throws. */
  enum Moment {
    BEFORE_ANYTHING,
    AFTER_EVERYTHING
  }

  /** A use of the state by a line. */
  @FunctionalInterface
  private interface Use {
    Object use(String key, int kind, int value, LogRecord record);
  }

  /** What is kept per key. */
  record Seen(int times, List<Integer> values, Optional<LogRecord> first) {
    Seen and(int value, LogRecord record) {
      List<Integer> all = new java.util.ArrayList<>(values);
      all.add(value);
      return new Seen(times + 1, all, Optional.of(first.orElse(record.compact())));
    }
  }

  @Override
  public String name() {
    return "state-user";
  }

  @Override
  public Processor open(ModuleContext context) {
    Counter calls = context.counter("calls");
    StateValue<String> last = context.value("last", Codec.of(String.class), "");
    Use use = opened(context, calls, last);
    return record -> {
      boolean throwing = record.raw().endsWith("!");
      if (throwing && moment == Moment.BEFORE_ANYTHING) {
        throw new IllegalStateException("on purpose");
      }
      String[] words = record.raw().replace("!", "").split(" ", -1);
      int number = Integer.parseInt(words[1]);
      int value = Integer.parseInt(words[2]);
      calls.increment();
      last.set(words[0]);
      Object learned = use.use(words[0], number, value, record);
      context.emit(Event.notice("Learned").summary(record.raw() + ": " + learned));
      if (throwing) {
        for (int i = 0; i < 3; i++) {
          use.use("other" + value + i, number, value, record);
          use.use(words[0], 2 - number, i, record);
        }
        throw new IllegalStateException("on purpose");
      }
    };
  }

  /** A list of keys must find room. */
  private int mostKeys() {
    return kind == Kind.LISTED_HEARTBEAT ? Math.max(maxKeys, 3) : maxKeys;
  }

  private FiringHandler handler(ModuleContext context, Counter calls, StateValue<String> last) {
    return new FiringHandler() {
      @Override
      public void fired(Firing firing) {
        told("Fired", firing.toString(), firing.key(), firing.time().toEpochMilli());
      }

      @Override
      public void closed(Closing closing) {
        told("Closed", closing.toString(), closing.key(), closing.time().toEpochMilli());
      }

      @Override
      public void quotaExceeded(Firing first) {
        told("OverQuota", first.toString(), first.key(), first.time().toEpochMilli());
      }

      private void told(String type, String what, Slice key, long time) {
        boolean throwing = (key.hashCode() + time) % 7 == 0;
        if (throwing && moment == Moment.BEFORE_ANYTHING) {
          throw new IllegalStateException("on purpose");
        }
        calls.add(100);
        last.set(what);
        context.emit(Event.notice(type).summary(what));
        if (throwing) {
          throw new IllegalStateException("on purpose");
        }
      }
    };
  }

  private Use opened(ModuleContext context, Counter calls, StateValue<String> last) {
    Operators operators = context.operators();
    FiringHandler handler = handler(context, calls, last);
    switch (kind) {
      case KEYED_STATE -> {
        return keyedState(context);
      }
      case TIMER -> {
        return timers(context, last);
      }
      case SLIDING_COUNTER -> {
        var counter = context.slidingCounter("s", 3, WINDOW);
        return (key, number, value, record) -> {
          if (number == 2) {
            counter.reset(key);
          }
          return counter.add(key, record) + " " + counter.evidence(key) + counter.size();
        };
      }
      case COUNT, COUNT_OF_A_WINDOW, LONG_COUNT -> {
        CountSpec spec =
            switch (kind) {
              case COUNT -> CountSpec.atLeast(2);
              case LONG_COUNT -> CountSpec.atLeast(12);
              default -> CountSpec.where(Condition.lessThan(3));
            };
        var count =
            operators.count("s", spec.within(WINDOW).rearm(rearm).maxKeys(mostKeys()), handler);
        return (key, number, value, record) -> {
          if (number == 2 && value == 0) {
            count.reset(key);
          }
          return count.add(key, record) + " " + count.open(key) + count.evicted();
        };
      }
      case DISTINCT, DISTINCT_OF_A_WINDOW -> {
        DistinctSpec spec =
            kind == Kind.DISTINCT
                ? DistinctSpec.atLeast(3)
                : DistinctSpec.where(Condition.lessThan(3));
        var distinct =
            operators.distinct("s", spec.within(WINDOW).rearm(rearm).maxKeys(mostKeys()), handler);
        return (key, number, value, record) -> distinct.add(key, "v" + value, record);
      }
      case SUM, MERGED_PERCENTILE -> {
        AggregateSpec spec =
            kind == Kind.SUM
                ? AggregateSpec.sum(Condition.moreThan(4))
                : AggregateSpec.percentile(50, Condition.moreThan(1.5)).maxValues(16);
        var sum =
            operators.aggregate(
                "s", spec.within(WINDOW.multipliedBy(4)).rearm(rearm).maxKeys(mostKeys()), handler);
        return (key, number, value, record) ->
            sum.add(key, number == 2 ? Double.NaN : value / 3.0, record) + " " + sum.skipped();
      }
      case COINCIDENCE, FORBIDDEN_COINCIDENCE -> {
        CoincidenceSpec spec = CoincidenceSpec.allOf(2).within(WINDOW);
        boolean forbids = kind == Kind.FORBIDDEN_COINCIDENCE;
        var coincidence =
            operators.coincidence(
                "s",
                (forbids ? spec.unlessForbidden(Duration.ofMillis(5)) : spec)
                    .rearm(rearm)
                    .maxKeys(mostKeys()),
                handler);
        return (key, number, value, record) ->
            coincidence.hit(
                key,
                number < 2
                    ? StepMatch.step(number)
                    : forbids ? StepMatch.forbidden() : StepMatch.step(0).and(1),
                record);
      }
      case SEQUENCE, STRICT_SEQUENCE -> {
        SequenceSpec spec = SequenceSpec.of(3).within(WINDOW);
        var sequence =
            operators.sequence(
                "s",
                (kind == Kind.SEQUENCE ? spec : spec.ties(SequenceSpec.Ties.STRICT))
                    .rearm(rearm)
                    .maxKeys(mostKeys()),
                handler);
        return (key, number, value, record) ->
            sequence.hit(
                key, value == 3 ? StepMatch.forbiddenAfter(0) : StepMatch.step(number), record);
      }
      case ABSENCE -> {
        var absence =
            operators.absence(
                "s", AbsenceSpec.each().within(WINDOW).rearm(rearm).maxKeys(mostKeys()), handler);
        return (key, number, value, record) -> {
          if (number == 2) {
            absence.answer(key);
          }
          return absence.expect(key, record) + " " + absence.ignored();
        };
      }
      case HEARTBEAT, LISTED_HEARTBEAT -> {
        HeartbeatSpec spec =
            kind == Kind.HEARTBEAT
                ? HeartbeatSpec.learned()
                : HeartbeatSpec.listed(List.of("key0", "key1", "elsewhere"));
        var heartbeat =
            operators.heartbeat("s", spec.within(WINDOW).rearm(rearm).maxKeys(mostKeys()), handler);
        return (key, number, value, record) -> {
          heartbeat.beat(key, record);
          return heartbeat.size();
        };
      }
      case ALARM -> {
        var alarm =
            operators.alarm(
                "s",
                AlarmSpec.raisedAt(3, WINDOW)
                    .clearedAt(1, WINDOW.multipliedBy(2))
                    .rearm(rearm)
                    .maxKeys(mostKeys()),
                handler);
        return (key, number, value, record) -> alarm.add(key, record);
      }
    }
    throw new AssertionError(kind);
  }

  private Use keyedState(ModuleContext context) {
    KeyedState<String, Seen> state =
        context.state(
            StateSpec.of("s", Codec.of(String.class), Codec.of(MethodHandles.lookup(), Seen.class))
                .maxKeys(mostKeys())
                .expireAfter(WINDOW));
    return (key, number, value, record) -> {
      Seen seen = state.get(key).orElse(new Seen(0, List.of(), Optional.empty()));
      switch (number) {
        case 0 -> state.put(key, seen.and(value, record));
        case 1 -> state.remove(key);
        default -> {
          if (value == 0) {
            state.clear();
          }
          state.put(key, seen.and(value, record));
        }
      }
      StringBuilder all = new StringBuilder();
      state.forEach((known, what) -> all.append(known).append(what));
      return all.toString() + state.size() + " " + state.evicted();
    };
  }

  private Use timers(ModuleContext context, StateValue<String> last) {
    Timer first = context.timer("first", () -> ticked(context, last, "first"));
    Timer second = context.timer("second", () -> ticked(context, last, "second"));
    return (key, number, value, record) -> {
      Timer timer = key.endsWith("0") ? first : second;
      if (number == 2) {
        timer.cancel();
      } else {
        timer.schedule(Duration.ofMillis(5L * value + 1));
      }
      return first.isPending() + " " + second.isPending();
    };
  }

  private void ticked(ModuleContext context, StateValue<String> last, String name) {
    boolean throwing = context.now().toEpochMilli() % 7 == 0;
    if (throwing && moment == Moment.BEFORE_ANYTHING) {
      throw new IllegalStateException("on purpose");
    }
    context.emit(Event.notice("Ticked").summary(name + " after " + last.get()));
    last.set(name);
    if (throwing) {
      throw new IllegalStateException("on purpose");
    }
  }
}
