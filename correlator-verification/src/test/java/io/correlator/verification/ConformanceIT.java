package io.correlator.verification;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The installed command as an engine of its own, on the other side of two pipes. */
final class ConformanceIT {
  private static final String CORRELATOR =
      "\"$JAVA_HOME/bin/java\" -jar '%s'".formatted(Repository.jar("correlator-cli"));
  private static final String CASES = "conformance/cases";

  private static Command.Result compare(String engine) {
    return Command.shell(
            "%s rules conformance --ask %s | %s | %s rules conformance --judge %s"
                .formatted(CORRELATOR, CASES, engine, CORRELATOR, CASES))
        .in(Repository.ROOT)
        .run();
  }

  @Test
  void theCommandAnswersAllQuestionsAsTheSuiteSays() {
    Command.Result result = compare(CORRELATOR + " rules conformance --answer");

    assertThat(result.outLines()).singleElement().asString().endsWith(" cases, 0 wrong, 0 skipped");
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void anEngineThatAnswersWronglyIsFoundOut() {
    Command.Result result =
        compare(CORRELATOR + " rules conformance --answer | sed 's/\"time\":9999/\"time\":9998/'");

    assertThat(result.out())
        .contains("FAIL event_count/window-inside: ", "expected n at 9999", "found    n at 9998");
    assertThat(result.exitCode()).isEqualTo(1);
  }

  @Test
  void anEngineThatDoesNotAnswerIsWrong() {
    Command.Result result = compare("head -n 0");

    assertThat(result.out()).contains("no answer");
    assertThat(result.exitCode()).isEqualTo(1);
  }
}
