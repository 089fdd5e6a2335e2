package io.correlator.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.correlator.api.listener.Interest;
import io.correlator.api.listener.Listener;
import io.correlator.core.Correlator;
import io.correlator.core.monitor.ListenerStatistics;
import io.correlator.sources.SyslogSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddingTest {
  private static final Path SAMPLE = Path.of("../samples/auth.log");

  @TempDir Path folder;

  @Test
  void readsTheSampleInThirtySeconds() throws Exception {
    Files.createDirectory(folder.resolve("samples"));
    Files.copy(SAMPLE, folder.resolve("samples/auth.log"));

    // The example names its files as from the root of the repository: it needs a process there.
    Process example =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-cp",
                absolute(System.getProperty("java.class.path")),
                ThirtySeconds.class.getName())
            .directory(folder.toFile())
            .inheritIO()
            .start();

    assertThat(example.waitFor()).isZero();
    assertThat(folder.resolve("audit/SshLoginSucceeded.csv")).isNotEmptyFile();
  }

  @Test
  void pagesSomeoneForEachAddressThatFailsTooOften() {
    List<String> pages = new CopyOnWriteArrayList<>();

    Paging.page(SAMPLE, pages::add);

    assertThat(pages).hasSize(2).allMatch(page -> page.contains("failed to log in"));
  }

  @Test
  void keepsAuditEventsInTheFolderThatTheOptionsName() throws IOException {
    NamedPlugIns.run(SAMPLE, folder);

    assertThat(folder.resolve("SshLoginFailed.csv")).content().contains("203.0.113.7");
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void watchesWhatIsSentToAPort() throws Exception {
    CountDownLatch found = new CountDownLatch(1);
    SyslogSource port = SyslogSource.tcp().port(0).build();
    Listener listener =
        Listener.of(
            "found", Interest.everything().withOrigins(Set.of("sshd")), event -> found.countDown());

    try (Correlator correlator = Watching.start(folder.resolve("auth.log"), port, listener)) {
      try (Socket sender = new Socket(InetAddress.getLoopbackAddress(), port.localPort())) {
        Files.copy(SAMPLE, sender.getOutputStream());
      }

      found.await();
      assertThat(correlator.statistics().sources()).hasSize(2);
    }
  }

  @Test
  void aFrontDoorIsNamedByItsPortAndWantsALongSecret() {
    assertThat(FrontDoor.with("a long enough secret").name()).isEqualTo("http:5180");
    assertThatThrownBy(() -> FrontDoor.with("short")).hasMessageContaining("16 characters");
  }

  @Test
  void aSecurePortNamesTheFileThatIsMissing() {
    Path none = folder.resolve("gate.pem");

    assertThatThrownBy(() -> SecurePort.on(InetAddress.getLoopbackAddress(), none, none, none))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("gate.pem");
  }

  @Test
  void aServiceThatIsDownOnceGetsEveryEventAndOneThatStaysDownLosesNone() {
    AtomicInteger calls = new AtomicInteger();
    Path letters = folder.resolve("dead.jsonl");

    ListenerStatistics recovered =
        SureDelivery.run(
            SAMPLE,
            event -> {
              if (calls.getAndIncrement() == 0) {
                throw new IOException("down");
              }
            },
            letters);
    ListenerStatistics down =
        SureDelivery.run(
            SAMPLE,
            event -> {
              throw new IOException("down");
            },
            letters);

    assertThat(recovered.accepted()).isEqualTo(recovered.offered());
    assertThat(down.deadLettered()).isEqualTo(down.offered());
    assertThat(letters).content().hasLineCount((int) down.deadLettered());
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void anEngineGoesOnWhereTheOneBeforeItHasStopped() throws IOException {
    List<String> lines = Files.readAllLines(SAMPLE);
    Path log = folder.resolve("auth.log");
    Files.write(log, lines.subList(0, 40));
    runUntilReceived(40, log);
    Files.write(log, lines.subList(40, lines.size()), StandardOpenOption.APPEND);

    runUntilReceived(lines.size(), log);

    assertThat(folder.resolve("audit/SshLoginFailed.csv")).isRegularFile();
    assertThat(Files.readAllLines(folder.resolve("audit/SshLoginFailed.csv")))
        .doesNotHaveDuplicates();
  }

  private void runUntilReceived(long records, Path log) {
    try (Correlator correlator =
        GoingOn.start(log, folder.resolve("audit"), folder.resolve("data"))) {
      while (correlator.statistics().received() < records) {
        assertThat(correlator.awaitEnd(Duration.ofMillis(10))).isFalse();
      }
    }
  }

  private static String absolute(String classPath) {
    return String.join(
        java.io.File.pathSeparator,
        java.util.Arrays.stream(classPath.split(java.io.File.pathSeparator))
            .map(entry -> Path.of(entry).toAbsolutePath().toString())
            .toList());
  }
}
