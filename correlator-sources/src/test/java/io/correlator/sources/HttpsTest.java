package io.correlator.sources;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.correlator.api.LogRecord;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An {@link HttpSource} that speaks TLS. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class HttpsTest {
  private static final String REQUEST =
      "POST /events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 6\r\n\r\nhello\n";

  @TempDir Path folder;

  /** A source that runs; time passes when it is told to. */
  private static final class Running extends FakeSourceContext implements AutoCloseable {
    final HttpSource source;
    final BlockingQueue<String> taken = new LinkedBlockingQueue<>();
    final BlockingQueue<String> news = new LinkedBlockingQueue<>();
    volatile Instant now = NOW;
    private final Thread thread;

    Running(HttpSource source) {
      this.source = source;
      this.thread = new Thread(this::run, "source under test");
      thread.start();
    }

    private void run() {
      try {
        source.run(this);
      } catch (IOException | InterruptedException e) {
        // It was told to stop.
      }
    }

    @Override
    public InstantSource clock() {
      return () -> now;
    }

    @Override
    public void accept(LogRecord record) {
      taken.add(record.raw());
    }

    @Override
    public void unreadable(String input, String reason) {
      news.add(input + ": " + reason);
    }

    /** Sends a request; what the first line of the answer is. */
    String post(@Nullable X509Bundle own, String... versions) throws Exception {
      try (SSLSocket socket = TestCertificates.connect(source.localPort(), own)) {
        if (versions.length > 0) {
          socket.setEnabledProtocols(versions);
        }
        socket.getOutputStream().write(REQUEST.getBytes(UTF_8));
        StringBuilder line = new StringBuilder();
        for (int c = socket.getInputStream().read();
            c >= 0 && c != '\r';
            c = socket.getInputStream().read()) {
          line.append((char) c);
        }
        return line.toString();
      }
    }

    Certificate shown() throws Exception {
      try (SSLSocket socket = TestCertificates.connect(source.localPort(), null)) {
        socket.startHandshake();
        return socket.getSession().getPeerCertificates()[0];
      }
    }

    @Override
    public void close() {
      thread.interrupt();
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private HttpSource.Builder https() throws IOException {
    return HttpSource.builder()
        .port(0)
        .name("door")
        .tls(TestCertificates.identity(folder, TestCertificates.SERVER));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void takesWhatIsPostedOverTls(String version) throws Exception {
    try (Running running = new Running(https().build())) {
      assertThat(running.post(null, version)).isEqualTo("HTTP/1.1 200 OK");
      assertThat(running.taken.take()).isEqualTo("hello");
      assertThat(running.shown()).isEqualTo(TestCertificates.SERVER.getCertificate());
    }
  }

  @Test
  void takesOnlyFromThoseWhoseCertificateIsAllowed() throws Exception {
    X509Bundle sender =
        TestCertificates.issued(TestCertificates.named("sender"), TestCertificates.CA);
    X509Bundle stranger = TestCertificates.selfSigned(TestCertificates.named("stranger"));
    TlsClients known =
        TlsClients.signedBy(TestCertificates.authorities(folder, TestCertificates.CA));
    try (Running running = new Running(https().clients(known).build())) {
      assertThat(running.post(sender)).isEqualTo("HTTP/1.1 200 OK");
      assertThat(answerTo(running, stranger)).isEmpty();
      assertThat(answerTo(running, null)).isEmpty();
      assertThat(running.taken).hasSize(1);
    }
  }

  /** Whoever is refused sees a broken connection, or its end. */
  private static String answerTo(Running running, @Nullable X509Bundle own) throws Exception {
    try {
      return running.post(own);
    } catch (SSLException | SocketException e) {
      return "";
    }
  }

  @Test
  void answersNobodyWhoSpeaksPlainly() throws Exception {
    try (Running running = new Running(https().build());
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), running.source.localPort())) {
      socket.getOutputStream().write(REQUEST.getBytes(UTF_8));

      assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8)).doesNotContain("HTTP/");
      assertThat(running.post(null)).isEqualTo("HTTP/1.1 200 OK");
    }
  }

  @Test
  void showsTheNewCertificateWhenTheFilesHaveChangedAndTheOldOneWhileTheyAreDamaged()
      throws Exception {
    try (Running running = new Running(https().build())) {
      assertThat(running.shown()).isEqualTo(TestCertificates.SERVER.getCertificate());
      Path certificate = folder.resolve("server.pem");
      Files.writeString(certificate, "no certificate");
      running.now = running.now.plus(Duration.ofSeconds(11));
      while (running.news.isEmpty()) {
        running.post(null);
      }
      assertThat(running.news.take())
          .startsWith("door: the certificate from before stays in use: ")
          .contains(certificate.toString());
      assertThat(running.shown()).isEqualTo(TestCertificates.SERVER.getCertificate());

      X509Bundle renewed =
          TestCertificates.issued(TestCertificates.named("renewed"), TestCertificates.CA);
      TestCertificates.identity(folder, renewed);
      running.now = running.now.plus(Duration.ofSeconds(11));
      while (!running.shown().equals(renewed.getCertificate())) {
        running.post(null);
      }
    }
  }

  @Test
  void refusesWhatCannotBe() throws IOException {
    TlsClients known = TlsClients.withFingerprints("0".repeat(64));

    assertThatThrownBy(() -> HttpSource.builder().clients(known).build())
        .hasMessage("clients: only who connects over TLS has a certificate");
    HttpSource.Builder gone = https();
    Files.delete(folder.resolve("server.key"));
    assertThatThrownBy(gone::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("server.key: ");
  }
}
