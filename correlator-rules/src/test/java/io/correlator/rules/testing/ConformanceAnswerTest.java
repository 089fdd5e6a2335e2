package io.correlator.rules.testing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ConformanceAnswerTest {
  private static final String FIRST =
      "{\"rule\": \"a\", \"time\": 0, \"key\": {\"u\": \"x\"}, \"observed\": 2, \"evidence\": [\"e\", \"f\"]}";
  private static final String SECOND =
      "{\"rule\": \"b\", \"time\": 1, \"key\": {}, \"evidence\": [\"e\"]}";

  private static ConformanceAnswer answer(String... alerts) throws IOException {
    String text = "{\"id\": \"x\", \"alerts\": [" + String.join(",", alerts) + "]}";
    return requireNonNull(ConformanceSuite.answers(text).get("x"));
  }

  private static ConformanceAnswer refused(String... ids) {
    return new ConformanceAnswer(List.of(), Optional.empty(), Set.of(ids), "");
  }

  @Test
  void theOrderOfAlertsDoesNotMatter() throws IOException {
    assertThat(answer(FIRST, SECOND).differences(answer(SECOND, FIRST))).isEmpty();
  }

  @Test
  void theNumberOfAlertsMatters() throws IOException {
    assertThat(answer(FIRST).differences(answer(FIRST, FIRST)))
        .containsExactly("found    a at 0, u=x, observed 2, evidence [e, f]");
    assertThat(answer(FIRST, FIRST).differences(answer(FIRST)))
        .containsExactly("expected a at 0, u=x, observed 2, evidence [e, f]");
  }

  @Test
  void theOrderOfEvidenceMatters() throws IOException {
    assertThat(answer(FIRST).differences(answer(FIRST.replace("\"e\", \"f\"", "\"f\", \"e\""))))
        .hasSize(2);
  }

  @Test
  void aNumberMayBeWrittenInAnyWay() throws IOException {
    assertThat(answer(FIRST).differences(answer(FIRST.replace("2,", "2.0,")))).isEmpty();
  }

  @Test
  void aReasonWithoutAnIdStandsForAnyButNotForNone() {
    assertThat(refused("sigma-regex").differences(refused("?"))).isEmpty();
    assertThat(refused("sigma-regex").differences(refused("sigma-value"))).hasSize(1);
    assertThat(refused().differences(refused("?"))).hasSize(1);
  }

  @Test
  void anAnswerIsReadAsItWasWritten() throws IOException {
    ConformanceAnswer answer = answer(FIRST, SECOND);

    assertThat(ConformanceSuite.answers(answer.toJson("y"))).containsEntry("y", answer);
  }
}
