package io.correlator.sources;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.correlator.api.LogRecord;
import io.correlator.sources.format.AutoFormat;
import io.correlator.sources.format.PlainFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SyslogSourceTest {
  private @Nullable RunningSource running;

  private static SyslogSource.Builder plain() {
    return SyslogSource.tcp().port(0).format(new PlainFormat());
  }

  private static Socket connect(SyslogSource source) throws Exception {
    return new Socket(InetAddress.getLoopbackAddress(), source.localPort());
  }

  private SyslogSource start(SyslogSource source) throws InterruptedException {
    return start(source, null);
  }

  private SyslogSource start(SyslogSource source, @Nullable String resumeFrom)
      throws InterruptedException {
    running = new RunningSource(source, resumeFrom);
    return source;
  }

  private RunningSource running() {
    return requireNonNull(running);
  }

  @AfterEach
  void stop() {
    if (running != null) {
      running.close();
    }
  }

  private static void send(SyslogSource source, String text) throws Exception {
    try (Socket socket = connect(source)) {
      socket.getOutputStream().write(text.getBytes(UTF_8));
    }
  }

  @Test
  void makesARecordOfEachLine() throws Exception {
    SyslogSource source = start(plain().name("front door").build());

    send(source, "one\r\ntwo\nthree");

    assertThat(running().next(3)).containsExactly("one", "two", "three");
  }

  @Test
  void numbersRecordsInTheOrderOfTheirArrival() throws Exception {
    SyslogSource source = start(plain().name("front door").build(), "tcp 1 41");
    try (Socket first = connect(source);
        Socket second = connect(source)) {
      first.getOutputStream().write("a\nb\n".getBytes(UTF_8));
      List<LogRecord> records = new ArrayList<>(List.of(running().take(), running().take()));
      second.getOutputStream().write("c\n".getBytes(UTF_8));
      records.add(running().take());
      first.getOutputStream().write("d\n".getBytes(UTF_8));
      records.add(running().take());

      assertThat(records.stream().map(LogRecord::position)).containsExactly(41L, 42L, 43L, 44L);
      assertThat(records.get(0).source()).isEqualTo("front door");
      assertThat(records.get(0).sender()).contains("127.0.0.1");
      assertThat(records.get(0).line()).isZero();
    }
    stop();
    assertThat(running().position()).isEqualTo("tcp 1 45");
  }

  @Test
  void refusesADamagedPosition() {
    FakeSourceContext damaged =
        new FakeSourceContext() {
          @Override
          public Optional<String> resumeFrom() {
            return Optional.of("tcp 1 -3");
          }
        };

    assertThatThrownBy(() -> plain().build().run(damaged))
        .hasMessageContaining("'tcp 1 NUMBER'")
        .hasMessageContaining("-3");
  }

  @Test
  void findsTheSameLinesWhereverTheStreamIsCut() throws Exception {
    byte[] text = "grüße\r\n\nΩ x\nlast".getBytes(UTF_8);
    SyslogSource source = start(plain().build());
    for (int cut = 0; cut <= text.length; cut++) {
      try (Socket socket = connect(source)) {
        socket.setTcpNoDelay(true);
        socket.getOutputStream().write(text, 0, cut);
        socket.getOutputStream().flush();
        socket.getOutputStream().write(text, cut, text.length - cut);
      }

      assertThat(running().next(4)).containsExactly("grüße", "", "Ω x", "last");
    }
  }

  @Test
  void servesManyConnectionsAtATime() throws Exception {
    SyslogSource source = start(plain().maxConnectionsPerAddress(200).build());
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < 200; i++) {
        sockets.add(connect(source));
      }
      for (String part : new String[] {"begun ", "by %d\n", "and again by %d\n"}) {
        for (int i = 0; i < sockets.size(); i++) {
          sockets.get(i).getOutputStream().write(part.formatted(i).getBytes(UTF_8));
        }
      }

      List<String> lines = running().next(400);
      assertThat(lines).doesNotHaveDuplicates().contains("begun by 0", "and again by 199");
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  @Test
  void refusesConnectionsThatAreTooManyAndCountsThem() throws Exception {
    SyslogSource source = start(plain().maxConnections(2).build());
    try (Socket first = connect(source);
        Socket second = connect(source)) {
      first.getOutputStream().write("one\n".getBytes(UTF_8));
      second.getOutputStream().write("two\n".getBytes(UTF_8));
      running().next(2);

      try (Socket third = connect(source)) {
        assertThat(third.getInputStream().read()).isNegative();
      }
      assertThat(running().news.take())
          .isEqualTo("too-many-connections, 1 so far; the latest: from 127.0.0.1: no room");
      assertThat(source.faults()).isEqualTo(Map.of(ConnectionFault.TOO_MANY_CONNECTIONS, 1L));
      assertThat(source.connections()).isEqualTo(2);

      first.shutdownOutput();
      assertThat(first.getInputStream().read()).isNegative();
    }
    send(source, "three\n");
    assertThat(running().next()).isEqualTo("three");
  }

  @Test
  void takesAnyBytes() throws Exception {
    byte[] rubbish = new byte[100_000];
    new Random(1).nextBytes(rubbish);
    SyslogSource source = start(SyslogSource.tcp().port(0).build());
    try (Socket socket = connect(source)) {
      socket.getOutputStream().write(rubbish);
    }

    int lines = new String(rubbish, ISO_8859_1).split("\n").length;
    assertThat(running().next(lines)).hasSize(lines);
    send(source, "<13>Mar  1 07:28:03 web1 sshd[1]: hello\n");
    assertThat(running().take().message()).isEqualTo("hello");
  }

  @Test
  void keepsTheBeginningOfALineThatDoesNotEnd() throws Exception {
    SyslogSource source = start(plain().build());
    byte[] block = new byte[1 << 20];
    Arrays.fill(block, (byte) 'x');
    try (Socket socket = connect(source)) {
      OutputStream out = socket.getOutputStream();
      for (int i = 0; i < 100; i++) {
        out.write(block);
      }
      out.write("\nnext\n".getBytes(UTF_8));

      LogRecord endless = running().take();
      assertThat(endless.is(LogRecord.Flag.TRUNCATED)).isTrue();
      assertThat(endless.length()).isEqualTo(64 * 1024);
      assertThat(running().next()).isEqualTo("next");
    }
  }

  @Test
  void goesOnWhenASenderBreaksOff() throws Exception {
    SyslogSource source = start(plain().build());
    try (Socket socket = connect(source)) {
      socket.getOutputStream().write("one\nhalf".getBytes(UTF_8));
      assertThat(running().next()).isEqualTo("one");
      socket.setSoLinger(true, 0);
    }

    assertThat(running().next()).isEqualTo("half");
    send(source, "two\n");
    assertThat(running().next()).isEqualTo("two");
  }

  @Test
  void givesWhatItHasTakenWhenItIsStopped() throws Exception {
    SyslogSource source = start(plain().build());
    try (Socket socket = connect(source)) {
      socket.getOutputStream().write("one\nhalf".getBytes(UTF_8));
      assertThat(running().next()).isEqualTo("one");
      stop();

      assertThat(running().next()).isEqualTo("half");
      assertThat(socket.getInputStream().read()).isNegative();
    }
  }

  @Test
  void namesTheAddressThatItCannotListenOn() throws Exception {
    int taken = start(plain().build()).localPort();
    SyslogSource second = plain().port(taken).build();

    assertThatThrownBy(() -> second.run(new FakeSourceContext()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("127.0.0.1:" + taken);
    assertThatThrownBy(second::localPort)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("127.0.0.1:" + taken);
  }

  @Test
  void tellsItsFormatAndName() {
    assertThat(SyslogSource.tcp().port(5514).build().name()).isEqualTo("tcp:5514");
    assertThat(SyslogSource.tcp().port(5514).build().formats())
        .hasOnlyElementsOfType(AutoFormat.class);
    assertThat(SyslogSource.tcp().port(5514).build().isLive()).isTrue();
  }

  @Test
  void refusesWhatMakesNoSense() {
    SyslogSource.Builder builder = SyslogSource.tcp().port(0);
    assertThatThrownBy(() -> builder.port(65_536)).hasMessageContaining("port");
    assertThatThrownBy(() -> builder.maxConnections(0)).hasMessageContaining("maxConnections");
    assertThatThrownBy(() -> builder.maxRecordLength(1)).hasMessageContaining("maxRecordLength");
  }
}
