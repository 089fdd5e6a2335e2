package io.correlator.sources;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.correlator.api.LogRecord;
import io.correlator.api.source.DropReason;
import io.correlator.sources.format.PlainFormat;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A {@link SyslogSource} that listens for datagrams. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class DatagramsTest {
  private @Nullable RunningSource running;

  private static SyslogSource.Builder plain() {
    return SyslogSource.udp().port(0).format(new PlainFormat());
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

  private static void send(SyslogSource source, String from, String... texts) throws Exception {
    InetAddress to = InetAddress.getByName(from.contains(":") ? "::1" : "127.0.0.1");
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName(from))) {
      for (String text : texts) {
        byte[] bytes = text.getBytes(UTF_8);
        socket.send(new DatagramPacket(bytes, bytes.length, to, source.localPort()));
      }
    }
  }

  @Test
  void eachDatagramIsARecordWithoutTheLineEndBehindIt() throws Exception {
    SyslogSource source = start(plain().build());

    send(source, "127.0.0.1", "one", "two\n", "three\r\n", "four\0", "five\n\0", "six\nof it\n");

    assertThat(running().next(6))
        .containsExactly("one", "two", "three", "four", "five", "six\nof it");
  }

  @Test
  void saysWhatTheSystemHolds() throws Exception {
    SyslogSource source = SyslogSource.udp().port(0).build();
    assertThat(source.receiveBuffer()).isEmpty();

    start(source);

    assertThat(source.receiveBuffer().orElseThrow()).isBetween(1024, 4 << 20);
    assertThat(source.hasSmallReceiveBuffer())
        .isEqualTo(source.receiveBuffer().orElseThrow() < 4 << 20);
  }

  @Test
  void recordsHaveTheAddressOfTheirSender() throws Exception {
    SyslogSource source = start(plain().name("front door").build());
    send(source, "127.0.0.1", "one");
    LogRecord first = running().take();
    send(source, "127.0.0.2", "two");
    LogRecord second = running().take();

    assertThat(first.sender()).contains("127.0.0.1");
    assertThat(second.sender()).contains("127.0.0.2");
    assertThat(second.source()).isEqualTo("front door");
    assertThat(second.field("sender")).contains("127.0.0.2");
  }

  @Test
  void goesOnCountingWhereTheRunBeforeHadStopped() throws Exception {
    SyslogSource source = start(plain().build(), "udp 1 41");
    send(source, "127.0.0.1", "one", "two");

    assertThat(List.of(running().take().position(), running().take().position()))
        .containsExactly(41L, 42L);
    stop();
    assertThat(running().position()).isEqualTo("udp 1 43");
  }

  @Test
  void aMessageWithoutATimeHasThatOfItsSendersMessageBefore() throws Exception {
    SyslogSource source = start(SyslogSource.udp().port(0).build());
    send(source, "127.0.0.2", "<13>1 2026-03-01T10:00:00Z web1 app - - - hello");
    LogRecord said = running().take();
    send(source, "127.0.0.1", "no time");
    LogRecord other = running().take();
    send(source, "127.0.0.2", "no time");

    assertThat(running().take().epochMilli()).isEqualTo(said.epochMilli());
    assertThat(other.timestamp()).isEqualTo(FakeSourceContext.NOW);
  }

  @Test
  void keepsTheBeginningOfAMessageThatIsTooLong() throws Exception {
    SyslogSource source = start(plain().maxRecordLength(1024).build());
    send(source, "127.0.0.1", "x".repeat(60_000), "next");

    LogRecord cut = running().take();
    assertThat(cut.length()).isEqualTo(1024);
    assertThat(cut.is(LogRecord.Flag.TRUNCATED)).isTrue();
    assertThat(running().next(1)).containsExactly("next");
  }

  @Test
  void whatHadArrivedWhenItIsStoppedIsTaken() throws Exception {
    SyslogSource source = start(plain().build());
    running().takesItsTime(true);
    send(source, "127.0.0.1", "one", "two", "three");
    assertThat(running().next(1)).containsExactly("one");
    running().takesItsTime(false);
    stop();

    assertThat(running().next(2)).containsExactly("two", "three");
  }

  @Test
  void whatWasSentIsWhatWasReceivedAndWhatTheSystemDropped() throws Exception {
    everyOneIsAccountedFor("127.0.0.1");
  }

  @Test
  void soItIsInTheOtherFamilyOfAddresses() throws Exception {
    everyOneIsAccountedFor("::1");
  }

  private void everyOneIsAccountedFor(String address) throws Exception {
    assumeTrue(
        Files.isReadable(Path.of("/proc/net/udp6")), "this system tells nothing of such sockets");
    SyslogSource source = start(plain().address(InetAddress.getByName(address)).build());
    running().takesItsTime(true);
    String[] texts = new String[20_000];
    Arrays.fill(texts, "x".repeat(200));
    send(source, address, texts);
    running().takesItsTime(false);
    stop();

    long dropped = running().dropped(DropReason.RECEIVE_BUFFER_FULL);
    assertThat(running().records.size() + dropped).isEqualTo(texts.length);
    assertThat(dropped).isPositive();
    assertThat(source.dropped()).hasValue(dropped);
  }

  @Test
  void namesTheAddressThatItCannotListenOn() throws Exception {
    int taken = start(plain().build()).localPort();
    SyslogSource second = plain().port(taken).build();

    assertThatThrownBy(() -> second.run(new FakeSourceContext()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("127.0.0.1:" + taken);
  }

  @Test
  void hasNoConnections() {
    assertThatThrownBy(() -> plain().maxConnections(3))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("maxConnections");
    assertThat(SyslogSource.udp().build().name()).isEqualTo("udp:5140");
    assertThat(SyslogSource.udp().build().dropped()).isEmpty();
  }
}
