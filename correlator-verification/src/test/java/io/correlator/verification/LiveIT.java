package io.correlator.verification;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands that go on until somebody ends them. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LiveIT {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  @TempDir private Path folder;
  private Command.@Nullable Running running;

  @AfterEach
  void endWhatAFailedTestHasLeft() {
    if (running != null) {
      running.process().destroyForcibly();
    }
  }

  private Command.Running start(Object... arguments) {
    Command.Running started = Checkout.shared().correlator(arguments).start();
    running = started;
    return started;
  }

  /** Waits until {@code file} has so many matches, and gives the last of them. */
  private static Matcher await(Command.Running running, Path file, String pattern, int count)
      throws IOException, InterruptedException {
    while (true) {
      Matcher all = Pattern.compile(pattern).matcher(Files.readString(file));
      int found = 0;
      while (found < count && all.find()) {
        found++;
      }
      if (found == count) {
        return all;
      }
      assertThat(running.process().waitFor(20, TimeUnit.MILLISECONDS))
          .as(() -> "ended without " + pattern + "\n" + running.end())
          .isFalse();
    }
  }

  /** The port on which it listens over {@code transport}. */
  private static int port(Command.Running running, String transport)
      throws IOException, InterruptedException {
    String said = "listening on " + transport + "://127.0.0.1:(\\d+)\n";
    return Integer.parseInt(await(running, running.err(), said, 1).group(1));
  }

  private static void sendDatagram(int port, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.send(new DatagramPacket(bytes, bytes.length, HERE, port));
    }
  }

  private static void sendLine(int port, String text) throws IOException {
    try (Socket socket = new Socket(HERE, port)) {
      socket.getOutputStream().write((text + "\n").getBytes(UTF_8));
    }
  }

  private static Command.Result terminate(Command.Running running) {
    Signal.TERM.send(running.process());
    return running.end();
  }

  private static void append(Path file, String line) throws IOException {
    Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  @Test
  void listensOverUdpAndTcpUntilItIsTerminated() throws Exception {
    Command.Running listening =
        start("listen", "--syslog", "udp://127.0.0.1:0", "--syslog", "tcp://127.0.0.1:0");

    sendDatagram(port(listening, "udp"), Logs.FAILED_LOGIN);
    await(listening, listening.out(), "failed to log in from 203.0.113.7", 1);
    sendLine(port(listening, "tcp"), Logs.FAILED_LOGIN);
    await(listening, listening.out(), "failed to log in from 203.0.113.7", 2);
    Command.Result result = terminate(listening);

    assertThat(result.exitCode()).isZero();
    assertThat(result.err())
        .contains("source udp://127.0.0.1:0: received 1 = parsed 1 + failed 0")
        .contains("source tcp://127.0.0.1:0: received 1 = parsed 1 + failed 0");
  }

  @Test
  void takesOverRulesThatAreEditedWhileItFollows() throws Exception {
    Path rules = Files.createDirectory(folder.resolve("rules"));
    Files.writeString(rules.resolve("one.json"), pattern("One", "first"));
    Path log = Files.writeString(folder.resolve("app.log"), "first\n");
    Command.Running following = start("process", "--follow", "--rules", rules, log);

    await(following, following.out(), "One", 1);
    Files.writeString(rules.resolve("two.json"), pattern("Two", "second"));
    Files.writeString(rules.resolve("one.json"), "");
    await(following, following.err(), "one\\.json: error: no rule", 1);
    await(following, following.err(), "read again: 1 added, 0 changed, 0 removed, 1 as before", 1);
    append(log, "second");
    await(following, following.out(), "Two", 1);
    append(log, "first");
    await(following, following.out(), "One", 2);

    assertThat(terminate(following).exitCode()).isEqualTo(1);
  }

  private static String pattern(String name, String regex) {
    return """
        {"name": "%s", "type": "pattern", "severity": "warning",
         "config": {"field": "raw", "regex": "%s"}}
        """
        .formatted(name, regex);
  }

  @Test
  void listensOverTlsToThoseWhoShowACertificate() throws Exception {
    X509Bundle mine = selfSigned("CN=localhost");
    X509Bundle theirs = selfSigned("CN=web1");
    Path certificate = Files.writeString(folder.resolve("cert.pem"), mine.getCertificatePathPEM());
    Path key = Files.writeString(folder.resolve("key.pem"), mine.getPrivateKeyPEM());
    String fingerprint =
        HexFormat.of()
            .formatHex(
                MessageDigest.getInstance("SHA-256").digest(theirs.getCertificate().getEncoded()));
    Command.Running listening =
        start(
            "listen",
            "--syslog",
            "tls://127.0.0.1:0",
            "--tls-certificate",
            certificate,
            "--tls-key",
            key,
            "--tls-client-fingerprint",
            fingerprint);
    int port = port(listening, "tls");

    SSLContext client = SSLContext.getInstance("TLS");
    client.init(
        theirs.toKeyManagerFactory().getKeyManagers(),
        mine.toTrustManagerFactory().getTrustManagers(),
        null);
    try (Socket socket = client.getSocketFactory().createSocket(HERE, port)) {
      socket.getOutputStream().write((Logs.FAILED_LOGIN + "\n").getBytes(UTF_8));
      await(listening, listening.out(), "failed to log in from 203.0.113.7", 1);
    }
    sendLine(port, "no greeting");
    await(listening, listening.err(), "not-tls", 1);

    assertThat(terminate(listening).exitCode()).isZero();
  }

  private static X509Bundle selfSigned(String subject) throws Exception {
    return new CertificateBuilder()
        .ecp256()
        .subject(subject)
        .setIsCertificateAuthority(true)
        .buildSelfSigned();
  }

  @Test
  void takesWhatIsPostedByThoseWhoKnowTheToken() throws Exception {
    Path token = Files.writeString(folder.resolve("token"), "a long enough secret\n");
    Command.Running listening =
        start("listen", "--http", "http://127.0.0.1:0/in", "--http-token-file", token);
    int port =
        Integer.parseInt(
            await(listening, listening.err(), "listening on http://127.0.0.1:(\\d+)/in\n", 1)
                .group(1));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/in".formatted(port)))
            .POST(HttpRequest.BodyPublishers.ofString(Logs.FAILED_LOGIN + "\n"));
    HttpClient client = HttpClient.newHttpClient();

    assertThat(client.send(request.build(), BodyHandlers.ofString()).statusCode()).isEqualTo(401);
    request.header("Authorization", "Bearer a long enough secret");
    assertThat(client.send(request.build(), BodyHandlers.ofString()).body())
        .isEqualTo("{\"accepted\":1}\n");
    await(listening, listening.out(), "failed to log in from 203.0.113.7", 1);
    Command.Result result = terminate(listening);

    assertThat(result.exitCode()).isZero();
    assertThat(result.err())
        .contains("received 1 = parsed 1 + failed 0")
        .contains("unauthorized: 1");
  }

  @Test
  void saysWhatIsNoPlaceToPostTo() {
    Command.Result result =
        Checkout.shared()
            .correlator(
                "listen",
                "--http",
                "https://127.0.0.1",
                "--http",
                "ftp://127.0.0.1",
                "--http",
                "http://0.0.0.0",
                "--rate-limit",
                "0/1s")
            .run();

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err())
        .contains("--http: unknown transport 'ftp'")
        .contains("--rate-limit: cannot read '0/1s': write how many, up to 1000000, in which time")
        .contains("https:// needs --tls-certificate FILE and --tls-key FILE")
        .contains("others can reach this address: --http-token-file FILE");
  }

  @Test
  void saysWhichAddressIsTakenAndListensNowhereElse() throws Exception {
    try (ServerSocket taken = new ServerSocket()) {
      taken.bind(new InetSocketAddress(HERE, 0));
      String address = "tcp://127.0.0.1:" + taken.getLocalPort();

      Command.Result result =
          start("listen", "--syslog", address, "--syslog", "udp://127.0.0.1:0").end();

      assertThat(result.exitCode()).isEqualTo(1);
      assertThat(result.err())
          .contains("correlator: " + address + " failed: cannot listen on ")
          .contains("Address already in use")
          .doesNotContain("    at ");
    }
  }

  @Test
  void saysWhatIsNoAddress() {
    Command.Result result =
        Checkout.shared()
            .correlator("listen", "--syslog", "upd://127.0.0.1", "--syslog", "127.0.0.1:5140")
            .run();

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err())
        .contains("--syslog: unknown transport 'upd': did you mean 'udp'?")
        .contains("--syslog: cannot read '127.0.0.1:5140'");
  }

  @Test
  void followsAFileAcrossItsRotationAndGoesOnWhereItWasEnded() throws Exception {
    Path log = folder.resolve("auth.log");
    Path state = folder.resolve("state");
    append(log, Logs.FAILED_LOGIN);
    Command.Running following = start("process", "--follow", "--data", state, log);
    await(following, following.out(), "failed to log in", 1);

    Files.move(log, folder.resolve("auth.log.1"));
    append(log, Logs.FAILED_LOGIN);
    await(following, following.out(), "failed to log in", 2);
    assertThat(terminate(following).exitCode()).isZero();

    append(log, Logs.FAILED_LOGIN);
    Command.Running again = start("process", "--follow", "--data", state, log);
    await(again, again.out(), "failed to log in", 1);
    Command.Result result = terminate(again);

    assertThat(result.exitCode()).isZero();
    assertThat(result.outLines()).hasSize(1);
    assertThat(result.err()).contains("source followed: received 3 = parsed 3 + failed 0");
  }

  @Test
  void followsFilesThatComeInAFolderAndAsAPatternMeans() throws Exception {
    Path logs = Files.createDirectory(folder.resolve("logs"));
    Path others = Files.createDirectory(folder.resolve("others"));
    append(logs.resolve("a.log"), Logs.FAILED_LOGIN);
    Command.Running following = start("process", "--follow", logs, others + "/**/*.log");
    await(following, following.out(), "failed to log in", 1);

    append(logs.resolve("b.log"), Logs.FAILED_LOGIN);
    Path deep = Files.createDirectory(others.resolve("deep"));
    append(deep.resolve("c.log"), Logs.FAILED_LOGIN);
    append(deep.resolve("c.txt"), Logs.FAILED_LOGIN);
    await(following, following.out(), "failed to log in", 3);
    Command.Result result = terminate(following);

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.err()).contains("received 3 = parsed 3 + failed 0");
  }

  @Test
  void saysWhatCannotBeFollowed() {
    Command.Result result =
        Checkout.shared()
            .correlator(
                "process", "--follow", "--year", "2025", "--from", "start", "-", "logs/[a.log")
            .run();

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err())
        .contains("standard input cannot be followed")
        .contains("--follow: 'logs/[a.log' is not a pattern of paths: Missing ']")
        .contains("--from: unknown 'start'")
        .contains("--year: not with --follow");
    assertThat(
            Checkout.shared()
                .correlator("process", "--from", "end", "samples/auth.log")
                .run()
                .err())
        .contains("--from: does something only with --follow");
  }
}
