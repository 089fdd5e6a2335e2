package io.correlator.sources;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.correlator.sources.format.PlainFormat;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What senders may take of a {@link SyslogSource}, and what happens when they take more. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class ConnectionLimitsTest {
  private static SyslogSource.Builder plain() {
    return SyslogSource.tcp().port(0).name("door").format(new PlainFormat());
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(UTF_8));
  }

  private static void assertEnded(Socket socket) throws IOException {
    assertThat(socket.getInputStream().read()).isNegative();
  }

  @Test
  void refusesWhatIsTooMuchFromOneAddress() throws Exception {
    try (RunningSource running = new RunningSource(plain().maxConnectionsPerAddress(1).build());
        Socket first = running.connect();
        Socket second = running.connect()) {
      assertEnded(second);
      send(first, "still here\n");

      assertThat(running.next()).isEqualTo("still here");
      assertThat(running.source.faults())
          .isEqualTo(Map.of(ConnectionFault.TOO_MANY_FROM_ADDRESS, 1L));
    }
  }

  @Test
  void takesAConnectionInThePlaceOfOneThatEnded() throws Exception {
    try (RunningSource running = new RunningSource(plain().maxConnectionsPerAddress(1).build())) {
      for (int i = 0; i < 10; i++) {
        Socket socket = running.connect();
        send(socket, i + "\n");
        assertThat(running.next()).isEqualTo("" + i);
        socket.shutdownOutput();
        assertEnded(socket);
        socket.close();
      }

      assertThat(running.source.faults()).isEmpty();
    }
  }

  @Test
  void tellsOfOneKindOfFaultOnceAMinute() throws Exception {
    try (RunningSource running = new RunningSource(plain().maxConnections(1).build());
        Socket first = running.connect()) {
      send(first, "in\n");
      running.next();
      for (int i = 0; i < 100; i++) {
        try (Socket refused = running.connect()) {
          assertEnded(refused);
        }
      }
      running.advance(Duration.ofMinutes(1));
      try (Socket refused = running.connect()) {
        assertEnded(refused);
      }

      assertThat(running.news.take()).startsWith("too-many-connections, 1 so far");
      assertThat(running.news.take()).startsWith("too-many-connections, 101 so far");
      assertThat(running.news).isEmpty();
    }
  }

  @Test
  void endsAConnectionOnWhichALineIsNotFinishedInTime() throws Exception {
    try (RunningSource running = new RunningSource(plain().build());
        Socket slow = running.connect();
        Socket quiet = running.connect()) {
      send(slow, "whole\nbeg");
      running.next();
      running.pass(Duration.ofSeconds(61));
      assertEnded(slow);

      assertThat(running.next()).isEqualTo("beg");
      send(quiet, "still here\n");
      assertThat(running.next()).isEqualTo("still here");
      assertThat(running.source.faults()).isEqualTo(Map.of(ConnectionFault.FRAME_TIMEOUT, 1L));
    }
  }

  @Test
  void aByteNowAndThenDoesNotKeepALineAlive() throws Exception {
    try (RunningSource running = new RunningSource(plain().build());
        Socket slow = running.connect()) {
      send(slow, "one\n");
      running.next();
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 1000; i++) {
                  send(slow, "x");
                  running.pass(Duration.ofSeconds(5));
                }
              })
          .isInstanceOf(IOException.class);

      assertThat(running.next()).matches("x{12,20}");
    }
  }

  @Test
  void endsAConnectionThatIsIdleOnlyIfAskedTo() throws Exception {
    try (RunningSource running =
            new RunningSource(plain().idleTimeout(Duration.ofMinutes(5)).build());
        Socket socket = running.connect()) {
      send(socket, "one\n");
      running.next();
      running.pass(Duration.ofMinutes(6));

      assertEnded(socket);

      assertThat(running.source.faults()).isEqualTo(Map.of(ConnectionFault.IDLE_TIMEOUT, 1L));
      assertThat(running.news).isEmpty();
    }
  }

  @Test
  void losesNothingThatIsUnderWayWhenItIsStopped() throws Exception {
    List<String> lines = IntStream.range(0, 50_000).mapToObj(i -> "line " + i).toList();
    RunningSource running = new RunningSource(plain().build());
    try (Socket socket = running.connect()) {
      send(socket, "first\n");
      running.next();
      Thread sender =
          new Thread(
              () -> {
                try {
                  send(socket, String.join("\n", lines) + "\n");
                  socket.shutdownOutput();
                } catch (IOException e) {
                  // Some lines are missing then.
                }
              });
      sender.start();
      List<String> taken = running.rest();
      sender.join();

      assertThat(taken).isEqualTo(lines);
    }
  }

  @Test
  void letsSendersKnowThatItStops() throws Exception {
    RunningSource running = new RunningSource(plain().build());
    try (Socket socket = running.connect()) {
      send(socket, "one\n");
      running.next();
      running.stop();
      assertEnded(socket);
      send(socket, "two\n");
      socket.shutdownOutput();

      assertThat(running.rest()).containsExactly("two");
    }
  }

  @Test
  void takesConnectionsThatWaitedWhenItStops() throws Exception {
    RunningSource running = new RunningSource(plain().build());
    running.takesItsTime(true);
    try (Socket first = running.connect();
        Socket second = running.connect()) {
      send(first, "one\n");
      first.shutdownOutput();
      running.next();
      try (Socket third = running.connect()) {
        send(third, "three\n");
        third.shutdownOutput();
        second.shutdownOutput();
        running.takesItsTime(false);

        assertThat(running.rest()).containsExactly("three");
      }
    }
  }

  @Test
  void refusesLimitsThatMakeNoSense() {
    assertThatThrownBy(() -> plain().frameTimeout(Duration.ZERO))
        .hasMessage("frameTimeout: must be a second to a day, was PT0S");
    assertThatThrownBy(() -> plain().idleTimeout(Duration.ofDays(2)))
        .hasMessageContaining("idleTimeout");
    assertThatThrownBy(() -> plain().maxConnectionsPerAddress(0))
        .hasMessageContaining("maxConnectionsPerAddress");
    assertThatThrownBy(() -> SyslogSource.udp().maxConnectionsPerAddress(5))
        .isInstanceOf(IllegalStateException.class);
  }
}
