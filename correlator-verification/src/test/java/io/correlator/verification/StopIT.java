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

      // Not destroy(), which closes the input, too: the run may have come to its end before the
      // signal.
      Signal.TERM.send(running.process());
      Command.Result result = running.end();

      assertThat(result.exitCode()).isEqualTo(Signal.TERM.exitCode());
      assertThat(result.out()).contains("failed to log in from 203.0.113.7");
      assertThat(result.err()).contains("-: received 1 = parsed 1 + failed 0");
    }
  }

  /** Nobody reads what it prints, so the orderly end cannot come. */
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void theSecondSignalEndsItAtOnce() throws IOException, InterruptedException {
    Process stuck = stuck("1h");
    Signal.TERM.send(stuck);
    assertThat(stuck.waitFor(1, TimeUnit.SECONDS)).as("ended by the first").isFalse();

    Signal.TERM.send(stuck);

    assertThat(stuck.waitFor()).isEqualTo(Signal.TERM.exitCode());
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void anOrderlyEndThatDoesNotComeIsNotWaitedForLongerThanTold()
      throws IOException, InterruptedException {
    Process stuck = stuck("2s");

    Signal.TERM.send(stuck);

    assertThat(stuck.waitFor()).isEqualTo(Signal.TERM.exitCode());
  }

  /** The command in the midst of a log, when its output is full. */
  private Process stuck(String limit) throws IOException {
    Path log = Logs.repeat(folder.resolve("auth.log"), Logs.FAILED_LOGIN, 100_000);
    Process process =
        Checkout.shared()
            .correlator("process", "--output", "jsonl", "--stop-within", limit, log)
            .startUnread();
    // Something was written, and what follows does not fit into a pipe.
    assertThat(process.getInputStream().read()).isEqualTo('{');
    return process;
  }
}
