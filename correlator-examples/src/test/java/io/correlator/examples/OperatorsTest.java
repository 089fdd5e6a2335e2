package io.correlator.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.EmittedEvent;
import io.correlator.api.Event;
import io.correlator.api.LogRecord;
import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.Processor;
import io.correlator.api.state.AbsenceSpec;
import io.correlator.api.state.AggregateSpec;
import io.correlator.api.state.AlarmSpec;
import io.correlator.api.state.Closing;
import io.correlator.api.state.CoincidenceSpec;
import io.correlator.api.state.Condition;
import io.correlator.api.state.CountSpec;
import io.correlator.api.state.DistinctSpec;
import io.correlator.api.state.Firing;
import io.correlator.api.state.FiringHandler;
import io.correlator.api.state.HeartbeatSpec;
import io.correlator.api.state.Rearm;
import io.correlator.api.state.SequenceSpec;
import io.correlator.api.state.StepMatch;
import io.correlator.testkit.TestPipeline;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The examples of {@code docs/operators.md}, at work in a pipeline. Lines are {@code WORD KEY}. */
final class OperatorsTest {
  /** Runs lines, one a second unless they are {@code "..."}, which is an hour. */
  private static List<String> run(Function<ModuleContext, Processor> opener, String... lines) {
    TestPipeline pipeline =
        TestPipeline.running(
            new Module() {
              @Override
              public String name() {
                return "example";
              }

              @Override
              public Processor open(ModuleContext context) {
                return opener.apply(context);
              }
            });
    for (String line : lines) {
      if (line.equals("...")) {
        pipeline.advance(Duration.ofHours(1));
      } else {
        pipeline.feed(line).advance(Duration.ofSeconds(1));
      }
    }
    pipeline.feed("end of input");
    return pipeline.events().stream().map(EmittedEvent::summary).toList();
  }

  private static String word(LogRecord record) {
    return record.message().split(" ", -1)[0];
  }

  private static String key(LogRecord record) {
    return record.message().split(" ", -1)[1];
  }

  static Processor count(ModuleContext context) {
    var failures =
        context
            .operators()
            .count(
                "failures",
                CountSpec.atLeast(5).within(Duration.ofMinutes(1)),
                firing ->
                    context.emit(
                        Event.error("BruteForce")
                            .summary(firing.key() + " keeps failing to log in")
                            .evidence(firing.evidence())));
    return record -> {
      if (word(record).equals("failed")) {
        failures.add(key(record), record);
      }
    };
  }

  @Test
  void countExample() {
    assertThat(
            run(
                OperatorsTest::count,
                "failed a",
                "failed a",
                "ok a",
                "failed a",
                "failed b",
                "failed a",
                "failed a",
                "failed a"))
        .containsExactly("a keeps failing to log in");
  }

  static Processor handler(ModuleContext context) {
    var handler =
        new FiringHandler() {
          @Override
          public void fired(Firing firing) {
            context.emit(Event.error("Attack").summary(firing.key() + " attacks"));
          }

          @Override
          public void closed(Closing closing) {
            context.emit(
                Event.notice("AttackOver")
                    .summary(closing.key() + " came " + closing.suppressed() + " times more"));
          }
        };
    var failures =
        context
            .operators()
            .count(
                "failures",
                CountSpec.atLeast(2)
                    .within(Duration.ofMinutes(1))
                    .rearm(Rearm.extend().suppress(Duration.ofMinutes(10)))
                    .maxKeys(1_000_000),
                handler);
    return record -> failures.add(key(record), record);
  }

  @Test
  void handlerExample() {
    assertThat(run(OperatorsTest::handler, "failed a", "failed a", "failed a", "failed a", "..."))
        .containsExactly("a attacks", "a came 2 times more");
  }

  static Processor distinct(ModuleContext context) {
    var users =
        context
            .operators()
            .distinct(
                "users",
                DistinctSpec.atLeast(3).within(Duration.ofMinutes(5)),
                firing ->
                    context.emit(Event.error("Spray").summary(firing.key() + " tries many names")));
    return record -> {
      Matcher login = LOGIN.matcher(record.message());
      if (login.matches()) {
        users.add(login.group("address"), login.group("user"), record);
      }
    };
  }

  private static final Pattern LOGIN = Pattern.compile("login (?<address>\\S+) (?<user>\\S+)");

  @Test
  void distinctExample() {
    assertThat(
            run(
                OperatorsTest::distinct,
                "login a root",
                "login a root",
                "login a admin",
                "login a test"))
        .containsExactly("a tries many names");
  }

  static Processor aggregate(ModuleContext context) {
    var upload =
        context
            .operators()
            .aggregate(
                "upload",
                AggregateSpec.sum(Condition.moreThan(1e9)).within(Duration.ofHours(1)),
                firing ->
                    context.emit(
                        Event.warning("Exfiltration")
                            .summary(
                                "%s sent %.0f bytes".formatted(firing.key(), firing.observed()))));
    return record -> {
      if (word(record).equals("sent")) {
        upload.add(key(record), Double.parseDouble(record.message().split(" ", -1)[2]), record);
      }
    };
  }

  @Test
  void aggregateExample() {
    assertThat(
            run(
                OperatorsTest::aggregate,
                "sent a 600000000",
                "sent b 600000000",
                "sent a 600000000"))
        .containsExactly("a sent 1200000000 bytes");
  }

  static Processor coincidence(ModuleContext context) {
    StepMatch loggedIn = StepMatch.step(0);
    StepMatch newService = StepMatch.step(1);
    StepMatch maintenance = StepMatch.forbidden();
    var takeover =
        context
            .operators()
            .coincidence(
                "takeover",
                CoincidenceSpec.allOf(2)
                    .within(Duration.ofMinutes(10))
                    .unlessForbidden(Duration.ofHours(1)),
                firing -> context.emit(Event.error("Takeover").summary("look at " + firing.key())));
    return record -> {
      switch (word(record)) {
        case "login" -> takeover.hit(key(record), loggedIn, record);
        case "service" -> takeover.hit(key(record), newService, record);
        case "maintenance" -> takeover.hit(key(record), maintenance, record);
        default -> {}
      }
    };
  }

  @Test
  void coincidenceExample() {
    assertThat(
            run(
                OperatorsTest::coincidence,
                "maintenance b",
                "service a",
                "service b",
                "login b",
                "login a",
                "..."))
        .containsExactly("look at a");
  }

  static Processor sequence(ModuleContext context) {
    StepMatch failed = StepMatch.step(0);
    StepMatch succeeded = StepMatch.step(1);
    StepMatch becameRoot = StepMatch.step(2);
    StepMatch loggedOut = StepMatch.end();
    var breakIn =
        context
            .operators()
            .sequence(
                "break-in",
                SequenceSpec.of(3).within(Duration.ofMinutes(30)),
                firing ->
                    context.emit(
                        Event.error("BreakIn")
                            .summary(firing.key() + " became root after failing to log in")
                            .evidence(firing.evidence())));
    return record -> {
      switch (word(record)) {
        case "failed" -> breakIn.hit(key(record), failed, record);
        case "login" -> breakIn.hit(key(record), succeeded, record);
        case "su" -> breakIn.hit(key(record), becameRoot, record);
        case "logout" -> breakIn.hit(key(record), loggedOut, record);
        default -> {}
      }
    };
  }

  @Test
  void sequenceExample() {
    assertThat(
            run(
                OperatorsTest::sequence,
                "failed a",
                "failed b",
                "login a",
                "login b",
                "logout b",
                "su b",
                "su a"))
        .containsExactly("a became root after failing to log in");
  }

  static Processor absence(ModuleContext context) {
    var restarts =
        context
            .operators()
            .absence(
                "restarts",
                AbsenceSpec.first().within(Duration.ofMinutes(2)),
                firing ->
                    context.emit(
                        Event.error("StillDown").summary(firing.key() + " is still down")));
    return record -> {
      switch (word(record)) {
        case "stopped" -> restarts.expect(key(record), record);
        case "started" -> restarts.answer(key(record));
        default -> {}
      }
    };
  }

  @Test
  void absenceExample() {
    assertThat(run(OperatorsTest::absence, "stopped a", "stopped b", "started b", "..."))
        .containsExactly("a is still down");
  }

  static Processor heartbeat(ModuleContext context) {
    var hosts =
        context
            .operators()
            .heartbeat(
                "hosts",
                HeartbeatSpec.listed(List.of("a", "b")).within(Duration.ofMinutes(15)),
                firing ->
                    context.emit(Event.error("Silent").summary("nothing from " + firing.key())));
    return record -> hosts.beat(record.host().orElseGet(() -> key(record)), record);
  }

  @Test
  void heartbeatExample() {
    assertThat(run(OperatorsTest::heartbeat, "alive a", "..."))
        .containsExactly("nothing from a", "nothing from b");
  }

  static Processor alarm(ModuleContext context) {
    var errors =
        context
            .operators()
            .alarm(
                "errors",
                AlarmSpec.raisedAt(3, Duration.ofMinutes(1)).clearedAt(1, Duration.ofMinutes(5)),
                new FiringHandler() {
                  @Override
                  public void fired(Firing firing) {
                    context.emit(Event.error("ManyErrors").summary(firing.key() + " has errors"));
                  }

                  @Override
                  public void closed(Closing closing) {
                    context.emit(
                        Event.notice("FewErrors").summary(closing.key() + " has recovered"));
                  }
                });
    return record -> {
      if (word(record).equals("error")) {
        errors.add(key(record), record);
      }
    };
  }

  @Test
  void alarmExample() {
    assertThat(run(OperatorsTest::alarm, "error a", "error a", "error a", "error a", "..."))
        .containsExactly("a has errors", "a has recovered");
  }
}
