package io.correlator.verification.replay;

import io.correlator.api.Event;
import io.correlator.api.LogRecord;
import io.correlator.api.LogRecord.Flag;
import io.correlator.api.Slice;
import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.PartitionKey;
import io.correlator.api.module.Processor;
import io.correlator.api.state.Absence;
import io.correlator.api.state.AbsenceSpec;
import io.correlator.api.state.CountSpec;
import io.correlator.api.state.EventCount;
import io.correlator.api.state.Firing;
import io.correlator.api.state.FiringHandler;
import io.correlator.api.state.Heartbeat;
import io.correlator.api.state.HeartbeatSpec;
import java.time.Duration;
import java.util.Optional;

/**
 * A module on which windows, deadlines, flags and the order of records all leave a mark.
 *
 * @param byProgram whether it says that it keeps its state by program, which it does anyway
 */
record Watch(String name, boolean byProgram) implements Module {
  static final Duration PATIENCE = Duration.ofSeconds(20);

  @Override
  public Optional<PartitionKey> partitionKey() {
    return byProgram ? Optional.of(record -> Slice.of(program(record))) : Optional.empty();
  }

  private static String program(LogRecord record) {
    return record.program().orElse("nobody");
  }

  @Override
  public Processor open(ModuleContext context) {
    EventCount burst =
        context
            .operators()
            .count(
                "burst",
                CountSpec.atLeast(4).within(Duration.ofSeconds(3)),
                tell(context, "Burst"));
    Absence answers =
        context
            .operators()
            .absence(
                "answers",
                AbsenceSpec.each().within(Duration.ofSeconds(5)),
                tell(context, "Unanswered"));
    Heartbeat silence =
        context
            .operators()
            .heartbeat(
                "silence", HeartbeatSpec.learned().within(PATIENCE), tell(context, "Silent"));
    return record -> {
      String program = program(record);
      if (record.is(Flag.LATE) || record.is(Flag.CLOCK_SKEW) || record.is(Flag.RETIMED)) {
        context.emit(
            Event.builder("Odd").field("flags", record.flags().toString()).evidence(record));
      }
      if (record.message().startsWith("reply")) {
        answers.answer(program);
      } else if (record.message().startsWith("ask")) {
        answers.expect(program, record);
      }
      burst.add(program, record);
      silence.beat(program, record);
    };
  }

  private static FiringHandler tell(ModuleContext context, String type) {
    return firing -> context.emit(event(type, firing));
  }

  private static Event event(String type, Firing firing) {
    Event.Builder event =
        Event.error(type)
            .summary(type + " " + firing.key())
            .field("program", firing.key().toString())
            .field("observed", Double.toString(firing.observed()));
    firing.evidence().forEach(event::evidence);
    return event.build(firing.time());
  }
}
