package io.correlator.rules.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LinearRegexTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "(a{1000}){1000}",
        "((a{100}){100}){100}",
        "(((a{1,50}){1,50}){1,50}){1,50}",
        "((((((a{9}){9}){9}){9}){9}){9}){9}",
        "([ab]{999}){999}",
        "(\\w{500}|x){500}",
        "(?:a{1000}){0,1000}",
        "(a?{1000}){1000}"
      })
  void refusesBombsWithoutCompilingThem(String bomb) {
    assertThat(RegexSize.steps(bomb)).isGreaterThan(LinearRegex.MAX_STEPS);
    assertThatThrownBy(() -> LinearRegex.compile(bomb, Set.of()))
        .isInstanceOf(LinearRegex.TooLargeException.class);
  }

  @org.junit.jupiter.api.Test
  void refusesDeepNesting() {
    String deep = "(".repeat(500) + "a" + ")".repeat(500);

    assertThatThrownBy(() -> LinearRegex.compile(deep, Set.of()))
        .isInstanceOf(LinearRegex.TooLargeException.class)
        .hasMessageContaining("nested");
  }

  @ParameterizedTest
  @ValueSource(strings = {"(?=a)b", "(?<!a)b", "(a)\\1", "a(", "[z-a]", "(?>a)"})
  void refusesWhatIsWrongOrNotLinear(String wrong) {
    assertThatThrownBy(() -> LinearRegex.compile(wrong, Set.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a{3}",
        "(ab|cd){2,4}x",
        ".{1000,}",
        "[^\\\\]{1,256}$",
        "\\x{1000}a",
        "[]a{9}]{3}",
        "(?:a|b)+?",
        "\\d{1,3}(\\.\\d{1,3}){3}",
        "x{,5}",
        "\\Qa(b\\E{3}",
        "(a{20}){20}"
      })
  void estimatesNoFewerStepsThanThereAre(String expression) {
    LinearRegex compiled = LinearRegex.compile(expression, Set.of());

    // Whole programs have a start and an end; groups have two steps more.
    assertThat(4 * RegexSize.steps(expression) + 20).isGreaterThanOrEqualTo(compiled.steps());
    assertThat(RegexSize.steps(expression)).isLessThanOrEqualTo(4L * compiled.steps() + 20);
  }

  @org.junit.jupiter.api.Test
  void isFoundAnywhereAndTellsCasesApart() {
    LinearRegex regex = LinearRegex.compile("b+", Set.of());

    assertThat(regex.isFoundIn("abba")).isTrue();
    assertThat(regex.isFoundIn("ABBA")).isFalse();
    assertThat(LinearRegex.compile("b+", Set.of(Test.RegexFlag.IGNORE_CASE)).isFoundIn("ABBA"))
        .isTrue();
  }
}
