package io.correlator.verification.replay;

import io.correlator.api.EmittedEvent;
import io.correlator.api.listener.Interest;
import io.correlator.api.listener.Listener;
import io.correlator.core.Correlator;
import io.correlator.core.time.TimeSettings;
import io.correlator.sources.SyslogSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/** A run of an engine that listens on a real connection, while the test says what time it is. */
final class LiveRun implements AutoCloseable {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("MMM d HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

  final List<EmittedEvent> events = new CopyOnWriteArrayList<>();
  final List<String> lines = new ArrayList<>();
  private final Clock clock;
  private final Correlator correlator;
  private final Socket socket;

  /** Set in the thread of the test only. */
  private static final class Clock implements InstantSource {
    volatile Instant now;

    Clock(Instant start) {
      now = start;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  private LiveRun(Clock clock, SyslogSource source, Correlator.Builder builder)
      throws IOException, InterruptedException {
    this.clock = clock;
    this.correlator = builder.listener(collecting(events)).build();
    correlator.start();
    this.socket = new Socket(InetAddress.getLoopbackAddress(), source.localPort());
  }

  /** Starts a run that is captured. */
  static LiveRun capturedIn(Path capture, Instant start, TimeSettings time, int partitions)
      throws IOException, InterruptedException {
    Clock clock = new Clock(start);
    SyslogSource source = SyslogSource.tcp().port(0).build();
    return new LiveRun(
        clock,
        source,
        Watches.engine(partitions).clock(clock).time(time).source(source).capture(capture));
  }

  /** Takes the events of the modules. */
  static Listener collecting(List<EmittedEvent> events) {
    return Listener.of("collect", Interest.everything().withOrigins(Watches.names()), events::add);
  }

  /** A line as it is written at a time. */
  static String line(Instant time, String program, String message) {
    return "%s gate %s[7]: %s".formatted(STAMP.format(time), program, message);
  }

  Instant now() {
    return clock.instant();
  }

  /** Sends lines and waits until the source has taken them. */
  void send(String... more) throws IOException {
    lines.addAll(List.of(more));
    socket
        .getOutputStream()
        .write((String.join("\n", more) + "\n").getBytes(StandardCharsets.UTF_8));
    await(() -> correlator.statistics().sources().get(0).received() == lines.size());
  }

  /** The clock goes on. */
  void advance(Duration time) {
    Instant next = clock.now.plus(time);
    clock.now = next;
  }

  /** Waits for events of a type. */
  void awaitEvents(String type, int count) {
    await(() -> events.stream().filter(event -> event.type().equals(type)).count() >= count);
  }

  private void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      if (correlator.awaitEnd(LOOK_AGAIN)) {
        throw new AssertionError("the engine has ended");
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
    correlator.close();
  }
}
