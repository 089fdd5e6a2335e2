package io.correlator.sources;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.correlator.api.LogRecord;
import io.correlator.api.source.DropReason;
import io.correlator.api.source.SourcePosition;
import io.correlator.sources.format.PlainFormat;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A {@link SyslogSource} that listens for datagrams. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class DatagramsTest {
  private final Arrivals arrivals = new Arrivals();
  private @Nullable Thread thread;
  private @Nullable FutureTask<?> run;

  /** Stands in for an engine that takes its time. */
  private static final class Arrivals extends FakeSourceContext {
    final BlockingQueue<LogRecord> queue = new LinkedBlockingQueue<>();
    final CountDownLatch awake = new CountDownLatch(1);
    volatile boolean sleepy;
    volatile Supplier<SourcePosition> positions = () -> () -> "none";
    volatile @Nullable String resumeFrom;

    @Override
    public void accept(LogRecord record) throws InterruptedException {
      queue.add(record);
      if (sleepy) {
        awake.await();
      }
    }

    @Override
    public void flush() {}

    @Override
    public Optional<String> resumeFrom() {
      return Optional.ofNullable(resumeFrom);
    }

    @Override
    public void positions(Supplier<SourcePosition> current) {
      positions = current;
    }

    List<String> next(int count) throws InterruptedException {
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        texts.add(queue.take().raw());
      }
      return texts;
    }
  }

  private static SyslogSource.Builder plain() {
    return SyslogSource.udp().port(0).format(new PlainFormat());
  }

  private SyslogSource start(SyslogSource source) throws InterruptedException {
    FutureTask<?> task =
        new FutureTask<>(
            () -> {
              source.run(arrivals);
              return null;
            });
    Thread started = new Thread(task, "source under test");
    started.start();
    run = task;
    thread = started;
    source.localPort();
    return source;
  }

  @AfterEach
  void stop() throws Exception {
    Thread running = thread;
    FutureTask<?> task = run;
    if (running != null && task != null) {
      running.interrupt();
      running.join();
      try {
        task.get();
      } catch (ExecutionException e) {
        assertThat(e).hasCauseInstanceOf(InterruptedException.class);
      }
      thread = null;
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

    assertThat(arrivals.next(6))
        .containsExactly("one", "two", "three", "four", "five", "six\nof it");
  }

  @Test
  void recordsHaveTheAddressOfTheirSender() throws Exception {
    SyslogSource source = start(plain().name("front door").build());
    send(source, "127.0.0.1", "one");
    LogRecord first = arrivals.queue.take();
    send(source, "127.0.0.2", "two");
    LogRecord second = arrivals.queue.take();

    assertThat(first.sender()).contains("127.0.0.1");
    assertThat(second.sender()).contains("127.0.0.2");
    assertThat(second.source()).isEqualTo("front door");
    assertThat(second.field("sender")).contains("127.0.0.2");
  }

  @Test
  void goesOnCountingWhereTheRunBeforeHadStopped() throws Exception {
    arrivals.resumeFrom = "udp 1 41";
    SyslogSource source = start(plain().build());
    send(source, "127.0.0.1", "one", "two");

    assertThat(List.of(arrivals.queue.take().position(), arrivals.queue.take().position()))
        .containsExactly(41L, 42L);
    stop();
    assertThat(arrivals.positions.get().text()).isEqualTo("udp 1 43");
  }

  @Test
  void aMessageWithoutATimeHasThatOfItsSendersMessageBefore() throws Exception {
    SyslogSource source = start(SyslogSource.udp().port(0).build());
    send(source, "127.0.0.2", "<13>1 2026-03-01T10:00:00Z web1 app - - - hello");
    LogRecord said = arrivals.queue.take();
    send(source, "127.0.0.1", "no time");
    LogRecord other = arrivals.queue.take();
    send(source, "127.0.0.2", "no time");

    assertThat(arrivals.queue.take().epochMilli()).isEqualTo(said.epochMilli());
    assertThat(other.timestamp()).isEqualTo(FakeSourceContext.NOW);
  }

  @Test
  void keepsTheBeginningOfAMessageThatIsTooLong() throws Exception {
    SyslogSource source = start(plain().maxRecordLength(1024).build());
    send(source, "127.0.0.1", "x".repeat(60_000), "next");

    LogRecord cut = arrivals.queue.take();
    assertThat(cut.length()).isEqualTo(1024);
    assertThat(cut.is(LogRecord.Flag.TRUNCATED)).isTrue();
    assertThat(arrivals.next(1)).containsExactly("next");
  }

  @Test
  void whatHadArrivedWhenItIsStoppedIsTaken() throws Exception {
    arrivals.sleepy = true;
    SyslogSource source = start(plain().build());
    send(source, "127.0.0.1", "one", "two", "three");
    assertThat(arrivals.next(1)).containsExactly("one");
    arrivals.sleepy = false;
    stop();

    assertThat(arrivals.next(2)).containsExactly("two", "three");
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
    arrivals.sleepy = true;
    SyslogSource source = start(plain().address(InetAddress.getByName(address)).build());
    String[] texts = new String[20_000];
    Arrays.fill(texts, "x".repeat(200));
    send(source, address, texts);
    arrivals.sleepy = false;
    stop();

    long dropped = arrivals.dropped.getOrDefault(DropReason.RECEIVE_BUFFER_FULL, 0L);
    assertThat(arrivals.queue.size() + dropped).isEqualTo(texts.length);
    assertThat(dropped).isPositive();
    assertThat(source.dropped()).hasValue(dropped);
  }

  @Test
  void namesTheAddressThatItCannotListenOn() throws Exception {
    int taken = start(plain().build()).localPort();
    SyslogSource second = plain().port(taken).build();

    assertThatThrownBy(() -> second.run(new Arrivals()))
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
