package io.correlator.rules.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.core.plugin.Plugins;
import io.correlator.rules.testing.ConformanceCase;
import io.correlator.rules.testing.ConformanceEngine;
import io.correlator.rules.testing.ConformanceSuite;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The engine means by rules what the conformance suite says. */
final class ConformanceTest {
  private static final Path CASES = Path.of("../conformance/cases");

  private final ConformanceEngine engine =
      ConformanceEngine.on(TestPipelineBench::open, Plugins.available().formats());

  static List<Named<ConformanceCase>> cases() throws IOException {
    return ConformanceSuite.load(CASES).cases().stream()
        .map(each -> Named.of(each.id() + ": " + each.says(), each))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void answersAsTheSuiteSays(ConformanceCase question) throws IOException {
    ConformanceCase asked = ConformanceSuite.question(question.question());

    assertThat(question.expected().differences(engine.answer(asked))).isEmpty();
  }

  @Test
  void aQuestionDoesNotGiveItsAnswerAway() throws IOException {
    assertThat(ConformanceSuite.load(CASES).cases())
        .hasSizeGreaterThan(500)
        .noneMatch(each -> each.question().matches(".*\"(alerts|closed|refused)\":.*"));
  }

  @Test
  void eachCaseSaysWhatItClaims() throws IOException {
    assertThat(ConformanceSuite.load(CASES).cases())
        .allSatisfy(each -> assertThat(each.says()).endsWith("."));
  }
}
