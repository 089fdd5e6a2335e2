package io.correlator.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.LogRecord;
import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.Processor;
import io.correlator.core.Correlator;
import io.correlator.core.time.TimeSettings;
import io.correlator.sources.SyslogSource;
import io.correlator.sources.TlsIdentity;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What programs send that are on every machine; skipped where they are not. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class SyslogClientsTest {
  private final BlockingQueue<LogRecord> records = new LinkedBlockingQueue<>();

  @TempDir Path folder;

  private record Recorder(BlockingQueue<LogRecord> records) implements Module {
    @Override
    public String name() {
      return "recorder";
    }

    @Override
    public Processor open(ModuleContext context) {
      return records::add;
    }
  }

  private Correlator started(SyslogSource source) {
    Correlator correlator =
        Correlator.builder()
            .source(source)
            .module(new Recorder(records))
            .time(TimeSettings.defaults().withMode(TimeSettings.Mode.ARRIVAL))
            .build();
    correlator.start();
    return correlator;
  }

  private LogRecord next() throws InterruptedException {
    LogRecord record = records.poll(30, TimeUnit.SECONDS);
    assertThat(record).as("a record").isNotNull();
    return record;
  }

  private Process start(String... command) throws Exception {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("client.txt").toFile())
        .start();
  }

  private void logger(SyslogSource source, String... options) throws Exception {
    Programs.assume("logger");
    List<String> command = new ArrayList<>(List.of("logger", "--server", "127.0.0.1", "--port"));
    command.add(Integer.toString(source.localPort()));
    command.addAll(List.of(options));
    command.addAll(List.of("--tag", "gate", "it was opened"));
    assertThat(start(command.toArray(new String[0])).waitFor()).isZero();
  }

  private void assertTakes(SyslogSource source, String... options) throws Exception {
    try (Correlator correlator = started(source)) {
      logger(source, options);

      LogRecord record = next();
      assertThat(record.message()).isEqualTo("it was opened");
      assertThat(record.program()).contains("gate");
      assertThat(record.sender()).contains("127.0.0.1");
      assertThat(correlator.statistics().sources().get(0).failedTotal()).isZero();
    }
  }

  @Test
  void loggerOverUdp() throws Exception {
    assertTakes(SyslogSource.udp().port(0).build(), "--udp");
  }

  @Test
  void loggerOverUdpInTheOldForm() throws Exception {
    assertTakes(SyslogSource.udp().port(0).build(), "--udp", "--rfc3164");
  }

  @Test
  void loggerOverTcp() throws Exception {
    assertTakes(SyslogSource.tcp().port(0).build(), "--tcp");
  }

  @Test
  void loggerOverTcpWithLengths() throws Exception {
    assertTakes(SyslogSource.tcp().port(0).build(), "--tcp", "--octet-count");
  }

  @Test
  void opensslOverTls() throws Exception {
    Programs.assume("openssl");
    X509Bundle bundle =
        new CertificateBuilder()
            .ecp256()
            .subject("CN=localhost")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    TlsIdentity identity =
        TlsIdentity.pem(
            Files.writeString(folder.resolve("gate.pem"), bundle.getCertificatePathPEM()),
            Files.writeString(folder.resolve("gate.key"), bundle.getPrivateKeyPEM()));
    List<String> lines =
        IntStream.range(0, 20_000).mapToObj(i -> "<13>Mar  1 07:28:03 web1 app: " + i).toList();
    Path sent = Files.write(folder.resolve("sent.txt"), lines);
    SyslogSource source = SyslogSource.tls(identity).port(0).build();
    try (Correlator correlator = started(source)) {
      String to = "127.0.0.1:" + source.localPort();
      Process client =
          new ProcessBuilder("openssl", "s_client", "-quiet", "-no_ign_eof", "-connect", to)
              .redirectErrorStream(true)
              .redirectInput(sent.toFile())
              .redirectOutput(folder.resolve("client.txt").toFile())
              .start();
      for (String line : lines) {
        assertThat(next().raw()).isEqualTo(line);
      }
      assertThat(client.waitFor()).isZero();
      assertThat(correlator.statistics().sources().get(0).received()).isEqualTo(lines.size());
    }
  }
}
