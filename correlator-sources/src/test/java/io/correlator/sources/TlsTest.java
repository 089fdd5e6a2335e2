package io.correlator.sources;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.correlator.sources.format.Corpora;
import io.correlator.sources.format.PlainFormat;
import io.correlator.sources.format.SyslogFormat;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A {@link SyslogSource} that listens for connections of TLS. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class TlsTest {
  @TempDir Path folder;

  private SyslogSource.Builder tls() throws IOException {
    return SyslogSource.tls(TestCertificates.identity(folder, TestCertificates.SERVER))
        .port(0)
        .name("door")
        .format(new PlainFormat());
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(UTF_8));
  }

  private static SSLSocket connect(RunningSource running) throws Exception {
    return TestCertificates.connect(running.source.localPort(), null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void takesLinesAndMessagesWithTheirLengths(String version) throws Exception {
    try (RunningSource running = new RunningSource(tls().build());
        SSLSocket socket = connect(running)) {
      socket.setEnabledProtocols(new String[] {version});
      send(socket, "one\n10 <1>message");
      send(socket, "two\n");

      assertThat(running.next(3)).containsExactly("one", "<1>message", "two");
      assertThat(running.source.connections()).isEqualTo(1);
      assertThat(socket.getSession().getProtocol()).isEqualTo(version);
      socket.shutdownOutput();
      running.awaitNobody();
      assertThat(running.source.faults()).isEmpty();
    }
  }

  @Test
  void takesMuchAtOnce() throws Exception {
    List<String> lines =
        IntStream.range(0, 50_000).mapToObj(i -> "line " + i + "x".repeat(i % 100)).toList();
    try (RunningSource running = new RunningSource(tls().build());
        SSLSocket socket = connect(running)) {
      send(socket, String.join("\n", lines) + "\n");

      assertThat(running.next(lines.size())).isEqualTo(lines);
    }
  }

  @Test
  void takesALineThatIsSentByteByByte() throws Exception {
    try (RunningSource running = new RunningSource(tls().build());
        SSLSocket socket = connect(running)) {
      for (byte b : "one\ntwo\n".getBytes(UTF_8)) {
        socket.getOutputStream().write(b);
        socket.getOutputStream().flush();
      }

      assertThat(running.next(2)).containsExactly("one", "two");
    }
  }

  @Test
  void findsTheSameFramesWhereverRecordsOfTlsEnd() throws Exception {
    String frames =
        "<1>a\n4 <2>b5 <3>\nc\n<4>d\r\n5 <5>e\n\n6 <6>f\r\n0 <7>\n12<8>g\n99999999999 <9>\nplain\n";
    byte[] stream = frames.getBytes(UTF_8);
    List<String> found =
        List.of(
            "<1>a",
            "<2>b",
            "<3>\nc",
            "<4>d",
            "<5>e",
            "<6>f",
            "0 <7>",
            "12<8>g",
            "99999999999 <9>",
            "plain");
    try (RunningSource running = new RunningSource(tls().build());
        SSLSocket socket = connect(running)) {
      for (int cut = 0; cut <= stream.length; cut++) {
        socket.getOutputStream().write(stream, 0, cut);
        socket.getOutputStream().write(stream, cut, stream.length - cut);

        assertThat(running.next(found.size())).as("cut at %d", cut).isEqualTo(found);
      }
    }
  }

  @Test
  void readsTheStreamsThatOthersAreTestedWith() throws Exception {
    SyslogSource.Builder source = tls().format(new SyslogFormat()).maxConnections(10_000);
    try (RunningSource running = new RunningSource(source.build())) {
      for (JsonNode vector : Corpora.jsonLines("syslog/framing.jsonl")) {
        byte[] stream = vector.get("input").asText().getBytes(UTF_8);
        List<String> found = FramesTest.syslog(stream, 0).raws();
        // A cut within is two records of TLS; the first cuts say most.
        for (int cut = 0; cut < stream.length; cut += cut < 20 ? 1 : 1 + stream.length / 8) {
          try (SSLSocket socket = connect(running)) {
            socket.getOutputStream().write(stream, 0, cut);
            socket.getOutputStream().write(stream, cut, stream.length - cut);
            socket.shutdownOutput();

            assertThat(running.next(found.size()))
                .as("%s, cut at %d", vector, cut)
                .isEqualTo(found);
          }
        }
      }
      running.awaitNobody();
      assertThat(running.records).isEmpty();
    }
  }

  @Test
  void goesOnWhenKeysChangeOnTheWay() throws Exception {
    try (RunningSource running = new RunningSource(tls().build());
        SSLSocket socket = connect(running)) {
      send(socket, "one\n");
      socket.startHandshake();
      send(socket, "two\n");

      assertThat(running.next(2)).containsExactly("one", "two");
    }
  }

  @Test
  void refusesToShakeHandsAgain() throws Exception {
    try (RunningSource running = new RunningSource(tls().build());
        SSLSocket socket = connect(running)) {
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});
      send(socket, "one\n");
      running.next();
      socket.startHandshake();

      assertThatThrownBy(() -> assertEnded(socket)).isInstanceOf(IOException.class);
      assertThat(running.source.faults()).isEqualTo(Map.of(ConnectionFault.HANDSHAKE_FAILED, 1L));
    }
  }

  private static void assertEnded(Socket socket) throws IOException {
    assertThat(socket.getInputStream().read()).isNegative();
  }

  @Test
  void countsASenderThatGoesWithoutAGoodbye() throws Exception {
    try (RunningSource running = new RunningSource(tls().build())) {
      Socket below = running.connect();
      SSLSocket socket = TestCertificates.over(below, null);
      send(socket, "one\nhalf");
      assertThat(running.next()).isEqualTo("one");
      below.close();

      assertThat(running.next()).isEqualTo("half");
      running.awaitNobody();
      assertThat(running.source.faults()).isEqualTo(Map.of(ConnectionFault.BROKEN_OFF, 1L));
      assertThat(running.news).isEmpty();
    }
  }

  @Test
  void tellsWhatIsNoTls() throws Exception {
    try (RunningSource running = new RunningSource(tls().build());
        Socket socket = running.connect()) {
      send(socket, "<1>hello\n");

      assertThat(running.news.take()).startsWith("not-tls, 1 so far; the latest: from 127.0.0.1");
    }
  }

  @Test
  void refusesOldVersions() throws Exception {
    try (RunningSource running = new RunningSource(tls().build());
        Socket socket = running.connect()) {
      socket.getOutputStream().write(hello(1));

      assertThat(running.news.take()).startsWith("handshake-failed").contains("TLSv1 ");
    }
  }

  /** The first message of a client that knows no later version than 1.0 (minor version 1). */
  private static byte[] hello(int minor) {
    byte[] hello = new byte[5 + 4 + 2 + 32 + 1 + 4 + 2];
    hello[0] = 22;
    hello[1] = 3;
    hello[2] = (byte) minor;
    hello[4] = (byte) (hello.length - 5);
    hello[5] = 1;
    hello[8] = (byte) (hello.length - 9);
    hello[9] = 3;
    hello[10] = (byte) minor;
    hello[45] = 2;
    hello[47] = 0x2f;
    hello[48] = 1;
    return hello;
  }

  @Test
  void endsAHandshakeThatTakesTooLong() throws Exception {
    try (RunningSource running = new RunningSource(tls().build());
        Socket socket = running.connect()) {
      socket.getOutputStream().write(hello(3), 0, 20);
      running.pass(Duration.ofSeconds(20));
      running.awaitNobody();

      assertThat(running.source.faults()).containsEntry(ConnectionFault.HANDSHAKE_TIMEOUT, 1L);
    }
  }

  @Test
  void losesNothingThatIsUnderWayWhenItIsStopped() throws Exception {
    List<String> lines = IntStream.range(0, 50_000).mapToObj(i -> "line " + i).toList();
    RunningSource running = new RunningSource(tls().build());
    try (SSLSocket socket = connect(running)) {
      send(socket, "first\n");
      running.next();
      send(socket, String.join("\n", lines.subList(0, 1_000)) + "\n");
      running.stop();
      assertEnded(socket);
      send(socket, String.join("\n", lines.subList(1_000, 2_000)) + "\n");
      socket.shutdownOutput();

      assertThat(running.rest()).isEqualTo(lines.subList(0, 2_000));
    }
  }

  @Test
  void showsTheNewCertificateWhenTheFilesHaveChanged() throws Exception {
    try (RunningSource running = new RunningSource(tls().build());
        SSLSocket before = connect(running)) {
      send(before, "one\n");
      X509Bundle renewed =
          TestCertificates.issued(TestCertificates.named("renewed"), TestCertificates.CA);
      TestCertificates.identity(folder, renewed);
      running.source.reloadCertificates();

      try (SSLSocket after = connect(running)) {
        send(after, "two\n");
        send(before, "three\n");
        assertThat(running.next(3)).containsExactlyInAnyOrder("one", "two", "three");
        assertThat(shownOn(after)).isEqualTo(renewed.getCertificate());
        assertThat(shownOn(before)).isEqualTo(TestCertificates.SERVER.getCertificate());
      }
    }
  }

  private static X509Certificate shownOn(SSLSocket socket) throws IOException {
    return (X509Certificate) socket.getSession().getPeerCertificates()[0];
  }

  @Test
  void looksByItselfWhetherTheFilesHaveChanged() throws Exception {
    try (RunningSource running = new RunningSource(tls().build())) {
      X509Bundle renewed =
          TestCertificates.issued(TestCertificates.named("renewed"), TestCertificates.CA);
      TestCertificates.identity(folder, renewed);

      X509Certificate shown = TestCertificates.SERVER.getCertificate();
      while (!shown.equals(renewed.getCertificate())) {
        running.pass(Duration.ofSeconds(10));
        try (SSLSocket socket = connect(running)) {
          shown = shownOn(socket);
        }
      }
    }
  }

  @Test
  void keepsTheOldCertificateIfTheNewFileIsBrokenAndSaysSoOnceAMinute() throws Exception {
    try (RunningSource running = new RunningSource(tls().build())) {
      Files.writeString(folder.resolve("server.pem"), "rubbish");

      assertThatThrownBy(() -> running.source.reloadCertificates())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("server.pem: holds no certificate");
      while (running.news.isEmpty()) {
        running.pass(Duration.ofSeconds(10));
      }
      assertThat(running.news.take())
          .startsWith("the certificate from before stays in use")
          .contains("server.pem: holds no certificate");
      running.pass(Duration.ofSeconds(30));
      assertThat(running.news).isEmpty();
      running.pass(Duration.ofSeconds(60));
      assertThat(running.news).hasSize(1);
      try (SSLSocket socket = connect(running)) {
        send(socket, "still here\n");
        assertThat(running.next()).isEqualTo("still here");
      }
    }
  }

  @Test
  void refusesAKeyThatIsNotThatOfTheCertificate() throws Exception {
    TlsIdentity identity = TestCertificates.identity(folder, TestCertificates.SERVER);
    Files.writeString(folder.resolve("server.key"), TestCertificates.CA.getPrivateKeyPEM());

    assertThatThrownBy(() -> SyslogSource.tls(identity).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the private key is not that of the certificate");
  }

  @Test
  void namesTheFileThatIsNotThere() {
    TlsIdentity identity = TlsIdentity.pem(folder.resolve("none.pem"), folder.resolve("none.key"));

    assertThatThrownBy(() -> SyslogSource.tls(identity).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("none.pem: no such file");
  }

  @Test
  void tellsHowToConvertAKeyThatItCannotRead() throws Exception {
    TlsIdentity identity = TestCertificates.identity(folder, TestCertificates.SERVER);
    Files.writeString(
        folder.resolve("server.key"),
        "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n");

    assertThatThrownBy(() -> SyslogSource.tls(identity).build())
        .hasMessageContaining("openssl pkcs8 -topk8 -nocrypt");
  }

  @Test
  void readsAStoreOfPkcs12() throws Exception {
    char[] password = "a secret".toCharArray();
    Path store = folder.resolve("server.p12");
    Files.copy(
        TestCertificates.SERVER.toTempKeyStoreFile(password).toPath(),
        store,
        StandardCopyOption.REPLACE_EXISTING);
    TlsIdentity identity = TlsIdentity.pkcs12(store, password);

    try (RunningSource running =
            new RunningSource(
                SyslogSource.tls(identity).port(0).format(new PlainFormat()).build());
        SSLSocket socket = connect(running)) {
      send(socket, "one\n");
      assertThat(running.next()).isEqualTo("one");
    }
    assertThat(identity.toString()).contains("server.p12").doesNotContain("secret");
    assertThatThrownBy(() -> SyslogSource.tls(TlsIdentity.pkcs12(store, "x".toCharArray())).build())
        .hasMessageContaining("password was incorrect");
  }

  @Test
  void hasItsOwnPortAndName() throws Exception {
    assertThat(
            SyslogSource.tls(TestCertificates.identity(folder, TestCertificates.SERVER))
                .build()
                .name())
        .isEqualTo("tls:6514");
    assertThatThrownBy(() -> SyslogSource.tcp().clients(TlsClients.anybody()))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> SyslogSource.tcp().build().reloadCertificates())
        .isInstanceOf(IllegalStateException.class);
  }
}
