package io.correlator.verification;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.correlator.api.module.Module;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.Processor;
import io.correlator.core.Correlator;
import io.correlator.sources.ConnectionFault;
import io.correlator.sources.SyslogSource;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that may open no more files takes no more connections, and goes on when it may. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class FewFilesTest {
  @TempDir Path folder;

  @Test
  void connectionsAreTakenAgainWhenThereAreFilesAgain() throws Exception {
    assumeTrue(File.separatorChar == '/', "this system has no limit that a shell can set");
    Path out = folder.resolve("out.txt");
    Process process =
        new ProcessBuilder(
                "sh",
                "-c",
                "ulimit -n 256; exec \"$0\" -XX:-MaxFDLimit -Xmx64m -cp \"$1\" \"$2\"",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                System.getProperty("java.class.path"),
                Crowd.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();

    assertThat(process.waitFor()).as("%s", Files.readString(out)).isZero();
  }

  /** Connects to itself until no more files can be opened, and then once more. */
  static final class Crowd {
    private static final CountDownLatch TAKEN = new CountDownLatch(1);

    private Crowd() {}

    private record Waiting() implements Module {
      @Override
      public String name() {
        return "waiting";
      }

      @Override
      public Processor open(ModuleContext context) {
        return record -> TAKEN.countDown();
      }
    }

    /** Ends well if connections are taken again. */
    public static void main(String[] args) throws Exception {
      SyslogSource source = SyslogSource.tcp().port(0).maxConnectionsPerAddress(1024).build();
      try (Correlator correlator =
          Correlator.builder().source(source).module(new Waiting()).build()) {
        correlator.start();
        send(source).close();
        TAKEN.await();
        List<Socket> crowd = crowd(source);
        while (!source.faults().containsKey(ConnectionFault.NOT_ACCEPTED)) {
          Thread.onSpinWait();
        }
        System.out.printf("%s %s%n", source.faults(), correlator.health());
        for (Socket socket : crowd) {
          socket.close();
        }
        while (source.connections() > 0) {
          Thread.onSpinWait();
        }
        long before = correlator.statistics().sources().get(0).received();
        send(source).close();
        while (correlator.statistics().sources().get(0).received() == before) {
          Thread.onSpinWait();
        }
      }
    }

    private static List<Socket> crowd(SyslogSource source) throws InterruptedException {
      List<Socket> crowd = new ArrayList<>();
      try {
        while (crowd.size() < 10_000) {
          crowd.add(send(source));
        }
      } catch (IOException e) {
        // There are no more files.
      }
      return crowd;
    }

    private static Socket send(SyslogSource source) throws IOException, InterruptedException {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), source.localPort());
      socket.getOutputStream().write("<13>one\n".getBytes(US_ASCII));
      return socket;
    }
  }
}
