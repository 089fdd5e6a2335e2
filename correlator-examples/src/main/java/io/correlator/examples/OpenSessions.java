package io.correlator.examples;

import io.correlator.api.Event;
import io.correlator.api.LogRecord;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.Processor;
import io.correlator.api.module.Timer;
import io.correlator.api.state.Codec;
import io.correlator.api.state.KeyedState;
import io.correlator.api.state.StateSpec;
import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.time.Instant;

/** The run of {@link Sessions}. Lines are {@code login USER ADDRESS} and {@code logout USER}. */
final class OpenSessions implements Processor {
  private record Session(Instant since, String address) {}

  private final ModuleContext context;
  private final KeyedState<String, Session> sessions;
  private final Timer hourly;

  OpenSessions(ModuleContext context) {
    this.context = context;
    this.sessions =
        context.state(
            StateSpec.of(
                    "sessions",
                    Codec.of(String.class),
                    Codec.of(MethodHandles.lookup(), Session.class))
                .maxKeys(10_000)
                .expireAfter(Duration.ofDays(7)));
    this.hourly = context.timer("hourly", this::report);
  }

  @Override
  public void onRecord(LogRecord record) {
    String[] words = record.message().split(" ", -1);
    switch (words[0]) {
      case "login" -> sessions.put(words[1], new Session(record.timestamp(), words[2]));
      case "logout" -> sessions.get(words[1]).ifPresent(session -> end(words[1], session));
      default -> {}
    }
    if (!hourly.isPending()) {
      hourly.schedule(Duration.ofHours(1));
    }
  }

  private void end(String user, Session session) {
    sessions.remove(user);
    Duration length = Duration.between(session.since(), context.now());
    context.emit(Event.notice("SessionEnded").summary(user + " was here for " + length));
  }

  private void report() {
    context.emit(Event.notice("SessionsOpen").summary(sessions.size() + " are logged in"));
    hourly.schedule(Duration.ofHours(1));
  }
}
