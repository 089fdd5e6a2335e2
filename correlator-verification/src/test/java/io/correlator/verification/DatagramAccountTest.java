package io.correlator.verification;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.Processor;
import io.correlator.core.Correlator;
import io.correlator.core.monitor.SourceStatistics;
import io.correlator.sources.SyslogSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.RepeatedTest;

/** What is sent to a port over UDP is received or counted as dropped, however fast it comes. */
final class DatagramAccountTest {
  private static final int SENT = Integer.getInteger("correlator.datagrams", 20_000);

  private record Idle() implements Module {
    @Override
    public String name() {
      return "idle";
    }

    @Override
    public Processor open(ModuleContext context) {
      return record -> {};
    }
  }

  @RepeatedTest(5)
  void whatIsSentIsWhatIsReceivedAndWhatIsDropped() throws Exception {
    assumeTrue(Files.isReadable(Path.of("/proc/net/udp")), "this system tells of no drops");
    SyslogSource source = SyslogSource.udp().port(0).name("udp").build();
    Correlator correlator = Correlator.builder().source(source).module(new Idle()).build();
    correlator.start();
    send(source.localPort());
    correlator.close();
    SourceStatistics account = correlator.statistics().sources().get(0);

    System.out.printf(
        "%,d datagrams sent: %,d received, %,d dropped%n",
        SENT, account.received(), account.droppedTotal());
    assertThat(account.received() + account.droppedTotal()).isEqualTo(SENT);
    assertThat(account.failedTotal()).isZero();
  }

  private static void send(int port) throws IOException {
    ByteBuffer message =
        ByteBuffer.wrap(
            "<38>Mar  1 07:28:03 web1 sshd[4711]: Failed password for root from 192.0.2.7 port 4022 ssh2"
                .getBytes(US_ASCII));
    try (DatagramChannel channel = DatagramChannel.open()) {
      channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      for (int i = 0; i < SENT; i++) {
        message.rewind();
        channel.write(message);
      }
    }
  }
}
