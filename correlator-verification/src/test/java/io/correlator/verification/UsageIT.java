package io.correlator.verification;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Mistakes on the command line are all named at once, each with what would be right. */
final class UsageIT {
  @Test
  void namesAllMistakesAtOnceEachWithTheNearestName() {
    Command.Result result =
        Checkout.shared()
            .correlator(
                "process",
                "--formta=rfc3164",
                "--module",
                "shd",
                "--module",
                "sshd,threshold=many,windw=1m",
                "--listener",
                "cvs",
                "--format",
                "rfc3614",
                "--output",
                "jsnol",
                "--zone",
                "Europe/Zurch",
                "--year",
                "26",
                "samples/auth.log")
            .run();

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.errLines())
        .containsExactlyInAnyOrder(
            "correlator: unknown option '--formta': did you mean '--format'?",
            "correlator: unknown module 'shd': did you mean 'sshd'?",
            "correlator: module sshd: threshold: cannot read 'many' as a number",
            "correlator: module sshd: unknown option 'windw': did you mean 'window'?",
            "correlator: unknown listener 'cvs': did you mean 'csv'?",
            "correlator: --format: unknown format 'rfc3614': did you mean 'rfc3164'?",
            "correlator: --output: unknown 'jsnol': did you mean 'jsonl'?",
            "correlator: --zone: unknown zone 'Europe/Zurch': did you mean 'Europe/Zurich'?",
            "correlator: --year: must be between 1970 and 9999, was 26",
            "Try 'correlator process --help'.");
  }

  @Test
  void namesWhatAModuleOrListenerCannotStartWith() {
    Command.Result result =
        Checkout.shared()
            .correlator(
                "process", "--listener", "csv,directory=/dev/null/audit", "samples/auth.log")
            .in(Repository.ROOT)
            .run();

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("listener csv cannot start: ").doesNotContain("\tat ");
  }
}
