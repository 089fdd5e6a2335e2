package io.correlator.rules;

import io.correlator.api.LogRecord;
import io.correlator.api.Slice;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.state.Closing;
import io.correlator.api.state.CountSpec;
import io.correlator.api.state.EventCount;
import io.correlator.api.state.Firing;
import io.correlator.api.state.FiringHandler;
import io.correlator.api.state.KeyedState;
import io.correlator.api.state.OperatorOptions;
import io.correlator.api.state.Outcome;
import io.correlator.api.state.Quota;
import io.correlator.api.state.Rearm;
import io.correlator.api.state.StateSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One quota for what several operators find: a count of their firings that fires each time, as long
 * as the quota lets it. For one thread.
 */
final class SharedQuota {
  private static final Slice ALL = Slice.of("all");

  private final FiringHandler teller;
  private final EventCount firings;
  private final KeyedState<Slice, Instant> untold;
  private boolean firstOver;

  /**
   * A quota.
   *
   * @param name what the state of the rule is called
   * @param rearm how the operators tell again, and their quota
   * @param teller is told what the quota lets pass
   */
  SharedQuota(
      String name, Rearm rearm, Duration window, ModuleContext context, FiringHandler teller) {
    this.teller = teller;
    Quota quota = rearm.quota().orElseThrow();
    OperatorOptions one =
        OperatorOptions.defaults()
            .rearm(Rearm.every().quota(quota.firings(), quota.window()))
            .maxKeys(Watch.GROUPS);
    this.firings =
        context
            .operators()
            .count(
                // Rules have no such character in what they are called.
                name + "\u001fquota",
                CountSpec.atLeast(1).within(Duration.ofMillis(1)).options(one),
                new FiringHandler() {
                  @Override
                  public void fired(Firing firing) {}

                  @Override
                  public void quotaExceeded(Firing first) {
                    firstOver = true;
                  }
                });
    Duration longest = rearm.maxOpen().plus(rearm.suppress().orElse(window)).plusMillis(1);
    this.untold =
        context.state(
            StateSpec.of(name + "\u001funtold", Slice.class, Instant.class).expireAfter(longest));
  }

  /** The operators need none of their own. */
  static Rearm without(Rearm rearm) {
    return new Rearm(rearm.policy(), rearm.suppress(), rearm.maxOpen(), Optional.empty());
  }

  /** One of the operators has fired for a record. */
  void fired(Firing firing, LogRecord record) {
    firstOver = false;
    if (firings.add(ALL, record) == Outcome.FIRED) {
      teller.fired(firing);
      return;
    }
    untold.put(firing.key(), firing.time());
    if (firstOver) {
      teller.quotaExceeded(firing);
    }
  }

  /** The end of an alert is told if its beginning was. */
  void closed(Closing closing) {
    if (untold.get(closing.key()).filter(closing.firedAt()::equals).isPresent()) {
      untold.remove(closing.key());
    } else {
      teller.closed(closing);
    }
  }
}
