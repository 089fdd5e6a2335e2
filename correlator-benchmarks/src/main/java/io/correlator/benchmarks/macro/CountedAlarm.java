package io.correlator.benchmarks.macro;

import io.correlator.api.Slice;
import io.correlator.api.module.Counter;
import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.Processor;
import io.correlator.api.state.CountSpec;
import io.correlator.api.state.EventCount;
import io.correlator.api.state.Rearm;

/**
 * What {@link FailureAlarm} finds, by the operators of the API, and counted instead of told: what
 * an engine costs beside its events, of which there is one for nine records here.
 */
record CountedAlarm() implements Module {
  /** Says how many alarms there were. */
  static final String ALARMS = "alarms";

  @Override
  public String name() {
    return "counted-alarm";
  }

  @Override
  public Processor open(ModuleContext context) {
    Counter alarms = context.counter(ALARMS);
    CountSpec often =
        CountSpec.atLeast(FailureAlarm.THRESHOLD).within(FailureAlarm.WINDOW).rearm(Rearm.reset());
    EventCount failures =
        context.operators().count("failures", often, firing -> alarms.increment());
    return record -> {
      Slice address = FailureAlarm.failingAddress(record);
      if (address != null) {
        failures.add(address, record);
      }
    };
  }
}
