package io.correlator.verification;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.Processor;
import io.correlator.core.Correlator;
import io.correlator.core.time.TimeSettings;
import io.correlator.sources.ConnectionFault;
import io.correlator.sources.SyslogSource;
import io.correlator.sources.TlsIdentity;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whoever connects again and again, or is slow on purpose, costs nothing that lasts. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
final class SyslogFloodTest {
  private static final int CONNECTIONS = Integer.getInteger("correlator.connections", 500);

  /** Those of a sender that has much to say, in thousands. */
  private static final int LINES = 1_000 * Integer.getInteger("correlator.sent", 20);

  private static final int SLOW = Math.min(CONNECTIONS, 5_000);

  /** Of the heap, both ends of the connection together. */
  private static final int MOST_BYTES_OF_A_SLOW_SENDER = 16 * 1024;

  @TempDir Path folder;

  /** Waits for a number of records. */
  private static final class Counter implements Module {
    private final CountDownLatch awaited;

    Counter(int count) {
      this.awaited = new CountDownLatch(count);
    }

    @Override
    public String name() {
      return "counter";
    }

    @Override
    public Processor open(ModuleContext context) {
      return record -> awaited.countDown();
    }

    boolean sawAll() throws InterruptedException {
      return awaited.await(60, TimeUnit.SECONDS);
    }
  }

  /** What a process has of what can leak. */
  private record Holdings(long files, int threads, long bytes) {
    static Holdings now() throws IOException {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      return new Holdings(
          openFiles(), Thread.activeCount(), runtime.totalMemory() - runtime.freeMemory());
    }

    private static long openFiles() throws IOException {
      Path open = Path.of("/proc/self/fd");
      long count = 0;
      if (Files.isDirectory(open)) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(open)) {
          for (Path unused : files) {
            count++;
          }
        }
      }
      return count;
    }

    void assertKept(Holdings after) {
      System.out.printf("%,d connections: before %s, after %s%n", CONNECTIONS, this, after);
      assertThat(after.files()).as("open files").isLessThan(files + 16);
      assertThat(after.threads()).as("threads").isLessThan(threads + 4);
      assertThat(after.bytes()).as("bytes").isLessThan(bytes + (16 << 20));
    }
  }

  private static Correlator started(SyslogSource source, Module module) {
    Correlator correlator =
        Correlator.builder()
            .source(source)
            .module(module)
            .time(TimeSettings.defaults().withMode(TimeSettings.Mode.ARRIVAL))
            .build();
    correlator.start();
    return correlator;
  }

  private static Socket connect(SyslogSource source) throws IOException, InterruptedException {
    return new Socket(InetAddress.getLoopbackAddress(), source.localPort());
  }

  private static void awaitNobody(SyslogSource source) throws InterruptedException {
    while (source.connections() > 0) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      Thread.onSpinWait();
    }
  }

  @Test
  void connectionsThatComeAndGoLeaveNothingBehind() throws Exception {
    SyslogSource source = SyslogSource.tcp().port(0).maxConnectionsPerAddress(1024).build();
    Counter counter = new Counter(CONNECTIONS + 1);
    try (Correlator correlator = started(source, counter)) {
      one(source);
      Holdings before = Holdings.now();
      for (int i = 0; i < CONNECTIONS; i++) {
        one(source);
      }
      assertThat(counter.sawAll()).isTrue();
      awaitNobody(source);
      before.assertKept(Holdings.now());

      assertThat(source.faults()).isEmpty();
      assertThat(correlator.statistics().sources().get(0).received()).isEqualTo(CONNECTIONS + 1L);
    }
  }

  private static void one(SyslogSource source) throws Exception {
    try (Socket socket = connect(source)) {
      socket.getOutputStream().write("<13>one\n".getBytes(US_ASCII));
      socket.shutdownOutput();
      assertThat(socket.getInputStream().read()).isNegative();
    }
  }

  @Test
  void handshakesThatBreakLeaveNothingBehind() throws Exception {
    SyslogSource source = SyslogSource.tls(identity()).port(0).build();
    Random random = new Random(1);
    try (Correlator correlator = started(source, new Counter(0))) {
      for (int i = 0; i < 50; i++) {
        broken(source, random, i);
      }
      awaitNobody(source);
      Holdings before = Holdings.now();
      for (int i = 0; i < CONNECTIONS; i++) {
        broken(source, random, i);
      }
      awaitNobody(source);
      before.assertKept(Holdings.now());

      System.out.println(source.faults());
      assertThat(source.faults().values().stream().mapToLong(Long::longValue).sum())
          .isEqualTo(CONNECTIONS + 50L);
      assertThat(source.faults())
          .containsKeys(ConnectionFault.NOT_TLS, ConnectionFault.HANDSHAKE_BROKEN_OFF);
      assertThat(correlator.statistics().sources().get(0).received()).isZero();
    }
  }

  private TlsIdentity identity() throws Exception {
    X509Bundle bundle =
        new CertificateBuilder()
            .ecp256()
            .subject("CN=localhost")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    Path chain = Files.writeString(folder.resolve("gate.pem"), bundle.getCertificatePathPEM());
    return TlsIdentity.pem(
        chain, Files.writeString(folder.resolve("gate.key"), bundle.getPrivateKeyPEM()));
  }

  /** Rubbish of several kinds; the server must end each of them. */
  private static void broken(SyslogSource source, Random random, int number) throws Exception {
    byte[] rubbish = new byte[random.nextInt(1, 300)];
    random.nextBytes(rubbish);
    switch (number % 3) {
      case 0 -> rubbish[0] = 'G';
      case 1 -> rubbish[0] = 22;
      default -> {
        byte[] begin = {22, 3, 1, 0, (byte) 200, 1, 0, 0, (byte) 196, 3, 3};
        System.arraycopy(begin, 0, rubbish, 0, Math.min(begin.length, rubbish.length));
      }
    }
    try (Socket socket = connect(source)) {
      socket.getOutputStream().write(rubbish);
      socket.shutdownOutput();
      while (socket.getInputStream().read() >= 0) {
        // An alert, perhaps.
      }
    } catch (IOException e) {
      // It was ended before it had sent all.
    }
  }

  /**
   * What it costs is told, and measured in turns: on a machine that does other things, too, all
   * turns are slow.
   */
  @Test
  void slowSendersHoldNobodyUp() throws Exception {
    List<Long> alone = new ArrayList<>();
    List<Long> beside = new ArrayList<>();
    SyslogSource source = withRoom();
    // What slow senders have sent of a line by their end is a record, too.
    Counter counter = new Counter(7 * LINES + 3 * SLOW);
    try (Correlator correlator = started(source, counter)) {
      sendMany(source);
      for (int turn = 0; turn < 3; turn++) {
        alone.add(sendMany(source));
        try (SlowSenders slow = new SlowSenders(source)) {
          beside.add(sendMany(source));
          assertThat(source.connections()).isGreaterThanOrEqualTo(slow.count());
        }
        awaitNobody(source);
      }
      System.out.printf(
          "%,d lines alone in %s ms, beside %,d slow senders in %s ms%n",
          LINES, millis(alone), SLOW, millis(beside));
      assertThat(counter.sawAll()).isTrue();
      assertThat(correlator.statistics().sources().get(0).parsed()).isEqualTo(7L * LINES);
    }
  }

  @Test
  void slowSendersTakeLittleMemory() throws Exception {
    SyslogSource source = withRoom();
    Counter counter = new Counter(2);
    try (Correlator correlator = started(source, counter)) {
      one(source);
      awaitNobody(source);
      Holdings before = Holdings.now();
      try (SlowSenders slow = new SlowSenders(source)) {
        slow.awaitTaken();
        long each = (Holdings.now().bytes() - before.bytes()) / slow.count();

        System.out.printf("%,d slow senders: %,d bytes each%n", slow.count(), each);
        assertThat(each).isLessThan(MOST_BYTES_OF_A_SLOW_SENDER);
        assertThat(counter.sawAll()).isTrue();
        assertThat(correlator.statistics().sources().get(0).received()).isEqualTo(2);
      }
    }
  }

  /** All senders are one address here. */
  private static SyslogSource withRoom() {
    return SyslogSource.tcp()
        .port(0)
        .maxConnections(SLOW + 16)
        .maxConnectionsPerAddress(SLOW + 16)
        .build();
  }

  private static List<Long> millis(List<Long> nanos) {
    return nanos.stream().map(each -> Duration.ofNanos(each).toMillis()).toList();
  }

  /**
   * Senders on whose connections a byte of a line that never ends comes about every five seconds.
   */
  private static final class SlowSenders implements AutoCloseable {
    private final SyslogSource source;
    private final List<Socket> sockets = new ArrayList<>();
    private final AtomicBoolean done = new AtomicBoolean();
    private final Thread drip = new Thread(this::send, "slow senders");

    SlowSenders(SyslogSource source) throws IOException, InterruptedException {
      this.source = source;
      for (int i = 0; i < SLOW; i++) {
        Socket socket = connect(source);
        socket.getOutputStream().write('x');
        sockets.add(socket);
      }
      drip.start();
    }

    int count() {
      return sockets.size();
    }

    /** Waits until all are connected, and what each has sent has been read. */
    void awaitTaken() throws Exception {
      while (source.connections() < count()) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        Thread.onSpinWait();
      }
      // Whoever comes last is read last.
      one(source);
    }

    private void send() {
      for (int i = 0; !done.get(); i++) {
        try {
          sockets.get(i % count()).getOutputStream().write('x');
        } catch (IOException e) {
          return;
        }
        LockSupport.parkNanos(Duration.ofSeconds(5).toNanos() / count());
      }
    }

    @Override
    public void close() throws IOException {
      done.set(true);
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  /** How long it takes until all has been read, in nanoseconds. */
  private static long sendMany(SyslogSource source) throws Exception {
    int atOnce = 1_000;
    byte[] some = "<13>Mar  1 07:28:03 web1 app[1]: something\n".repeat(atOnce).getBytes(US_ASCII);
    long begin = System.nanoTime();
    try (Socket socket = connect(source)) {
      OutputStream out = socket.getOutputStream();
      for (int i = 0; i < LINES / atOnce; i++) {
        out.write(some);
      }
      socket.shutdownOutput();
      assertThat(socket.getInputStream().read()).isNegative();
    }
    return System.nanoTime() - begin;
  }
}
