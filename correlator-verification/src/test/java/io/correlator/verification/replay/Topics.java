package io.correlator.verification.replay;

import io.correlator.api.EmittedEvent;
import io.correlator.api.Event;
import io.correlator.api.LogRecord;
import io.correlator.api.Slice;
import io.correlator.api.module.Detector;
import io.correlator.api.module.Hits;
import io.correlator.api.module.KeyedProcessor;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.StagedModule;
import io.correlator.api.module.StatisticsPeriod;
import io.correlator.api.module.Timer;
import io.correlator.api.state.Codec;
import io.correlator.api.state.CountSpec;
import io.correlator.api.state.EventCount;
import io.correlator.api.state.StateValue;
import java.time.Duration;

/** Keeps state by two keys: who speaks, and what about. Hears what was told before, too. */
record Topics() implements StagedModule<String> {
  @Override
  public String name() {
    return "topics";
  }

  @Override
  public Detector<String> openDetector() {
    return new Detector<>() {
      @Override
      public void detect(LogRecord record, Hits<String> hits) {
        hits.add(Slice.of("by " + record.program().orElse("nobody")), "speaks");
        hits.add(Slice.of("about " + record.message().split(" ", -1)[0]), "is spoken of");
      }

      @Override
      public void detect(EmittedEvent event, Hits<String> hits) {
        hits.add(Slice.of("told " + event.type()), "is told");
      }
    };
  }

  @Override
  public KeyedProcessor<String> open(ModuleContext context) {
    return new Listening(context);
  }

  private static final class Listening implements KeyedProcessor<String> {
    private final ModuleContext context;
    private final EventCount often;
    private final StateValue<Long> told;
    private final Timer later;

    Listening(ModuleContext context) {
      this.context = context;
      this.often =
          context
              .operators()
              .count(
                  "often",
                  CountSpec.atLeast(3).within(Duration.ofSeconds(10)),
                  firing ->
                      context.emit(
                          Event.notice("Often")
                              .summary(firing.key() + " " + firing.observed())
                              .evidence(firing.evidence())));
      this.told = context.value("told", Codec.of(Long.class), 0L);
      this.later = context.timer("later", () -> sum("Told"));
    }

    @Override
    public void onHit(LogRecord record, Slice key, String hit) {
      often.add(key, record);
    }

    @Override
    public void onHit(EmittedEvent event, Slice key, String hit) {
      told.set(told.get() + 1);
      if (!later.isPending()) {
        later.schedule(Duration.ofSeconds(7));
      }
    }

    private void sum(String type) {
      context.emit(Event.notice(type).summary(told.get() + " events"));
    }

    @Override
    public void onStatistics(StatisticsPeriod period) {
      sum("ToldInAll");
    }
  }
}
