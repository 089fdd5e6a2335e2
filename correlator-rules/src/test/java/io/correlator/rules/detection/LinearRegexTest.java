package io.correlator.rules.detection;

import static io.correlator.rules.detection.Test.RegexFlag.IGNORE_CASE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.correlator.rules.detection.LinearRegex.TooLargeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LinearRegexTest {
  /** Expressions that are small to write and large to compile. */
  static List<String> bombs() {
    List<String> bombs = new ArrayList<>();
    for (String atom :
        List.of("a", ".", "\\d", "[a-z]", "\\pL", "(?:a|b)", "\\Qab\\E", "\\x41", "a?", "a+")) {
      bombs.add("(%s{100}){100}".formatted(atom));
      bombs.add("((%s{50}){50}){50}".formatted(atom));
      bombs.add("(?:(?:%s){1000}){1000}".formatted(atom));
      bombs.add("(?:%s{1,500}|x){1,500}".formatted(atom));
    }
    bombs.add("(\\Q" + "a".repeat(4000) + "\\E){1000}");
    bombs.add("(" + "a".repeat(500) + "){11}");
    bombs.add("(" + "[a-z]".repeat(500) + "){2,20}");
    bombs.add("((((((((((a{10}){10}){10}){10}){10}){10}){10}){10}){10}){10})");
    bombs.add("(x{10}){10}".repeat(60));
    bombs.add("(((a?){30}){30}){30}");
    bombs.add("(?i:(?:[\\pL\\pN]{100}){100})");
    bombs.add("(?P<n>a{900}){900}");
    bombs.add("(".repeat(1000) + "a" + ")".repeat(1000));
    bombs.add("(?:".repeat(101) + "a" + ")*".repeat(101));
    bombs.add("a".repeat(5000));
    return bombs;
  }

  @ParameterizedTest
  @MethodSource("bombs")
  void refusesWhatWouldBeTooLarge(String bomb) {
    assertThatThrownBy(() -> LinearRegex.compile(bomb, Set.of()))
        .isInstanceOf(TooLargeException.class);
  }

  @Test
  void isTriedWithFiftyBombs() {
    assertThat(bombs()).hasSizeGreaterThanOrEqualTo(50);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"(", ")", "[a", "a\\", "(?=a)", "(?<!a)b", "\\1", "a**", "(?P<n", "a{1001}"})
  void refusesWhatItCannotRead(String pattern) {
    assertThatIllegalArgumentException().isThrownBy(() -> LinearRegex.compile(pattern, Set.of()));
  }

  /** RE2/J goes round in circles among other forms of a letter and never comes back to these. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "[_-\uffff]",
        "[^\\x{80}-\\x{10FFFF}]",
        "\u1c80",
        "\\x{1C88}",
        "[a\u1c85]",
        "(?i)[\u1c70-\u1c90]+",
        "[--\uffff]"
      })
  void refusesTheLettersThatCannotBeComparedWithoutCase(String expression) {
    assertThatThrownBy(() -> LinearRegex.compile(expression, Set.of(IGNORE_CASE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("U+1C80 to U+1C88");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[_-\u1c7f\u1c89-\uffff]",
        "[^\\x00-\\x7F]",
        "\\p{Cyrillic}",
        "\\W.\\S",
        "[^a-z]",
        "[\\x00-\\x{10FFFF}]",
        "(?-i)[_-\uffff]",
      })
  void findsThemInAllElse(String expression) {
    LinearRegex regex = LinearRegex.compile(expression, Set.of(IGNORE_CASE));

    assertThat(regex.isFoundIn("\uabcd\u0430-\u0431")).isTrue();
  }
}
