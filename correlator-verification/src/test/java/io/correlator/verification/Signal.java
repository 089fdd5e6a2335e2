package io.correlator.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What one sends to a process to end it. */
enum Signal {
  HUP(1),
  INT(2),
  TERM(15);

  private final int number;

  Signal(int number) {
    this.number = number;
  }

  /** What a shell shows for a process that was ended by this signal. */
  int exitCode() {
    return 128 + number;
  }

  void send(Process process) {
    assertThat(Command.of("kill", "-" + number, process.pid()).run().exitCode()).isZero();
  }

  /**
   * Skips the test where whoever started it, a shell that runs it in the background for instance,
   * made all its children ignore the signal.
   */
  void assumeIsNotIgnored() {
    Matcher ignored =
        Pattern.compile("SigIgn:\\s*([0-9a-f]+)")
            .matcher(Command.of("cat", "/proc/self/status").run().out());
    if (ignored.find()) {
      long mask = Long.parseUnsignedLong(ignored.group(1), 16);
      assumeFalse((mask >> (number - 1) & 1) == 1, "SIG" + this + " is ignored");
    }
  }
}
