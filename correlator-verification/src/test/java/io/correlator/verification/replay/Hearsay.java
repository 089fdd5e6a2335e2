package io.correlator.verification.replay;

import io.correlator.api.EmittedEvent;
import io.correlator.api.Event;
import io.correlator.api.LogRecord;
import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.Processor;
import io.correlator.api.state.Codec;
import io.correlator.api.state.StateValue;

/** Has no key, and repeats all that it hears in a way that depends on all that it heard before. */
record Hearsay() implements Module {
  @Override
  public String name() {
    return "hearsay";
  }

  @Override
  public Processor open(ModuleContext context) {
    StateValue<Integer> heard = context.value("heard", Codec.of(Integer.class), 0);
    return new Processor() {
      @Override
      public void onRecord(LogRecord record) {
        heard.set(31 * heard.get() + record.raw().hashCode());
      }

      @Override
      public void onEvent(EmittedEvent event) {
        heard.set(31 * heard.get() + (event.type() + event.summary()).hashCode());
        context.emit(Event.notice("Heard").summary(event.summary() + ' ' + heard.get()));
      }
    };
  }
}
