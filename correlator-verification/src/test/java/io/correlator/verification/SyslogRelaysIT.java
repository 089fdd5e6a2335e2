package io.correlator.verification;

import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.Processor;
import io.correlator.core.Correlator;
import io.correlator.core.time.TimeSettings;
import io.correlator.sources.SyslogSource;
import io.correlator.sources.TlsIdentity;
import io.correlator.verification.Relay.Protocol;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What real syslog daemons send; skipped where they are not installed. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SyslogRelaysIT {
  private static final int MESSAGES = Integer.getInteger("correlator.relayed", 2_000);

  /** Each begins with its number. */
  private static final int DIGITS = 7;

  /** They are written in so many parts; the receiver is restarted in the middle of each. */
  private static final int PARTS = 4;

  /** What has been taken, and is not looked at yet: senders have to wait when it is full. */
  private final BlockingQueue<String> taken = new ArrayBlockingQueue<>(MESSAGES / 100);

  @TempDir Path folder;
  private TlsIdentity identity;
  private Command.@Nullable Running relay;

  @BeforeEach
  void makeCertificate() throws Exception {
    X509Bundle bundle =
        new CertificateBuilder()
            .ecp256()
            .subject("CN=localhost")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    identity =
        TlsIdentity.pem(
            Files.writeString(folder.resolve("ca.pem"), bundle.getCertificatePathPEM()),
            Files.writeString(folder.resolve("key.pem"), bundle.getPrivateKeyPEM()));
  }

  @AfterEach
  void endTheRelay() {
    if (relay != null) {
      relay.process().destroy();
      relay.end();
    }
  }

  private record Recorder(BlockingQueue<String> taken) implements Module {
    @Override
    public String name() {
      return "recorder";
    }

    @Override
    public Processor open(ModuleContext context) {
      return record -> {
        assertThat(record.program()).contains("app");
        taken.put(record.message());
      };
    }
  }

  /** A receiver that can be ended and started again on the same port. */
  private final class Receiver implements AutoCloseable {
    private final Protocol protocol;
    private Correlator correlator;
    private int port;

    Receiver(Protocol protocol) throws InterruptedException {
      this.protocol = protocol;
      start();
    }

    void start() throws InterruptedException {
      SyslogSource source = source();
      correlator =
          Correlator.builder()
              .source(source)
              .module(new Recorder(taken))
              .time(TimeSettings.defaults().withMode(TimeSettings.Mode.ARRIVAL))
              .build();
      correlator.start();
      port = source.localPort();
    }

    private SyslogSource source() {
      return switch (protocol) {
        case UDP -> SyslogSource.udp().port(port).build();
        case TCP -> SyslogSource.tcp().port(port).build();
        case TLS -> SyslogSource.tls(identity).port(port).build();
      };
    }

    @Override
    public void close() {
      correlator.close();
    }
  }

  private static List<String> messages() {
    return IntStream.range(0, MESSAGES)
        .mapToObj(i -> "%07d %s".formatted(i, "and so on ".repeat(20)).strip())
        .toList();
  }

  private String next() throws InterruptedException {
    String message = taken.poll(60, TimeUnit.SECONDS);
    assertThat(message).as("a message").isNotNull();
    return message;
  }

  /**
   * What was written to a connection that ends is sent again by some: then they go back, but leave
   * nothing out.
   */
  private final class Expected {
    private final List<String> messages = messages();
    private int next;
    private int repeated;

    void take(String message) {
      int number = Integer.parseInt(message.substring(0, DIGITS));
      assertThat(message).isEqualTo(messages.get(number));
      assertThat(number).as("after " + next).isLessThanOrEqualTo(next);
      repeated += next - number;
      next = number + 1;
    }

    void takeUpTo(int end) throws InterruptedException {
      while (next < end) {
        take(next());
      }
    }

    void takeWhile(Thread running) throws InterruptedException {
      while (running.isAlive() || !taken.isEmpty()) {
        String message = taken.poll(10, TimeUnit.MILLISECONDS);
        if (message != null) {
          take(message);
        }
      }
    }
  }

  /** Not syslog-ng over TLS: it does not notice the end before it has written something more. */
  @ParameterizedTest
  @CsvSource({"RSYSLOGD,TCP", "RSYSLOGD,TLS", "SYSLOG_NG,TCP"})
  void nothingIsLostWhileTheReceiverIsRestarted(Relay kind, Protocol protocol) throws Exception {
    Programs.assume(kind.program());
    Expected expected = new Expected();
    Path log = Files.createFile(folder.resolve("app.log"));
    StringBuilder restarts = new StringBuilder();
    try (Receiver receiver = new Receiver(protocol)) {
      relay = kind.start(folder, log, protocol, receiver.port);
      for (int part = 1; part <= PARTS; part++) {
        int from = expected.next;
        int end = MESSAGES * part / PARTS;
        Files.write(log, expected.messages.subList(from, end), APPEND);
        expected.takeUpTo((from + end) / 2);
        Thread ending = new Thread(receiver::close);
        ending.start();
        expected.takeWhile(ending);
        restarts.append(" %,d".formatted(expected.next));
        receiver.start();
        expected.takeUpTo(end);
      }
    }
    System.out.printf(
        "%s over %s: %,d messages, %d of them again; restarted after%s%n",
        kind.program(), protocol, MESSAGES, expected.repeated, restarts);
  }

  @ParameterizedTest
  @CsvSource({"RSYSLOGD,TLS", "SYSLOG_NG,TLS"})
  void allArriveInOrder(Relay kind, Protocol protocol) throws Exception {
    Programs.assume(kind.program());
    Path log = Files.write(folder.resolve("app.log"), messages());
    try (Receiver receiver = new Receiver(protocol)) {
      relay = kind.start(folder, log, protocol, receiver.port);
      for (String message : messages()) {
        assertThat(next()).isEqualTo(message);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatFitsIntoTheBuffersOfTheSystemArrivesOverUdp(Relay kind) throws Exception {
    Programs.assume(kind.program());
    List<String> messages = messages().subList(0, 100);
    Path log = Files.write(folder.resolve("app.log"), messages);
    try (Receiver receiver = new Receiver(Protocol.UDP)) {
      relay = kind.start(folder, log, Protocol.UDP, receiver.port);
      for (String message : messages) {
        assertThat(next()).isEqualTo(message);
      }
    }
  }
}
