package io.correlator.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command ends soon and in good order when it is told to, or when nobody listens any more. */
final class StopIT {
  @TempDir Path folder;

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void endsWithoutNoiseWhenTheReaderOfItsOutputHasLeft() throws IOException {
    // So much that reading all of it would take longer than the test may.
    Path endless = folder.resolve("endless");
    assertThat(Command.of("mkfifo", endless).run().exitCode()).isZero();
    Command.Running writer =
        Command.shell("yes '%s' > '%s'".formatted(Logs.FAILED_LOGIN, endless)).start();

    Command.Result result =
        Command.shell(
                "{ '%s/correlator' process --module report --output jsonl '%s'; echo exit $? >&2; } | head -n 1"
                    .formatted(Checkout.shared().root(), endless))
            .run();
    writer.end();

    assertThat(result.outLines()).hasSize(1);
    assertThat(result.err()).isEqualTo("exit 0\n");
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void tellsItsStatisticsWhenItIsTerminated() throws IOException, InterruptedException {
    Command.Running running =
        Checkout.shared().correlator("process", "--stats", "-").inputFromPipe().start();
    try (OutputStream input = running.process().getOutputStream()) {
      input.write((Logs.FAILED_LOGIN + "\n").getBytes(StandardCharsets.US_ASCII));
      input.flush();
      while (Files.size(running.out()) == 0 && running.process().isAlive()) {
        boolean unused = running.process().waitFor(20, TimeUnit.MILLISECONDS);
      }

      running.process().destroy();
      Command.Result result = running.end();

      assertThat(result.exitCode()).isEqualTo(128 + 15);
      assertThat(result.out()).contains("failed to log in from 203.0.113.7");
      assertThat(result.err()).contains("-: received 1 = parsed 1 + failed 0");
    }
  }
}
