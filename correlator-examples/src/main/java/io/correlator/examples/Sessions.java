package io.correlator.examples;

import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.Processor;

/** A module with state of its own and a timer: who is logged in, and how many are, every hour. */
public record Sessions() implements Module {
  @Override
  public String name() {
    return "sessions";
  }

  @Override
  public Processor open(ModuleContext context) {
    return new OpenSessions(context);
  }
}
