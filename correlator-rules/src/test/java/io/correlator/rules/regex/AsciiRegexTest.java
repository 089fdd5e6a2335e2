package io.correlator.rules.regex;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.correlator.rules.regex.AsciiRegex.Answer;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RE2/J says what is right. */
final class AsciiRegexTest {
  /** Pieces of the syntax, right or wrong when they are put together. */
  static final List<String> PIECES =
      List.of(
          "a",
          "b",
          "A",
          "k",
          "1",
          " ",
          "-",
          "]",
          "}",
          ",",
          "\\.",
          "\\d",
          "\\W",
          "\\s",
          "\\n",
          "\\x41",
          "\\x{62}",
          "\\pN",
          "\\p{Lu}",
          "\\b",
          "\\Q",
          "\\E",
          "\\z",
          ".",
          "|",
          "(",
          ")",
          "(?:",
          "(?i)",
          "(?s)",
          "(?i:",
          "(?-i:",
          "(?P<n>",
          "(?<m>",
          "(?U)",
          "*",
          "+",
          "?",
          "{2}",
          "{1,2}",
          "{2,}",
          "{0}",
          "{,2}",
          "[ab]",
          "[^a]",
          "[a-c1]",
          "[]a]",
          "[^]]",
          "[\\]b]",
          "[[:digit:]a]",
          "[\\d-]",
          "^",
          "$",
          "()");

  @Provide
  Arbitrary<String> pattern() {
    return Arbitraries.of(PIECES)
        .list()
        .ofMinSize(1)
        .ofMaxSize(7)
        .map(list -> String.join("", list));
  }

  @Provide
  Arbitrary<String> nested() {
    return Arbitraries.recursive(
        () -> Arbitraries.of("a", "b", ".", "[ab]", "\\d", "1", "[^a]"),
        part ->
            Arbitraries.oneOf(
                Combinators.combine(part, part).as((a, b) -> a + b),
                Combinators.combine(part, part).as((a, b) -> "(" + a + "|" + b + ")"),
                Combinators.combine(part, Arbitraries.of("*", "+?", "{2}", "{1,3}", "{0,2}", "?"))
                    .as((a, times) -> "(?:" + a + ")" + times),
                part.map(a -> "^" + a),
                part.map(a -> a + "$")),
        0,
        4);
  }

  @Provide
  Arbitrary<String> text() {
    return Arbitraries.strings()
        .withChars('a', 'b', 'A', 'B', 'k', '1', '2', ' ', '-', ']', '.', '\n')
        .ofMaxLength(12);
  }

  @Property
  void saysWhatTheEngineSaysOfPiecesPutTogether(
      @ForAll("pattern") String pattern,
      @ForAll("text") String text,
      @ForAll boolean ignoreCase,
      @ForAll boolean dotAll) {
    agree(pattern, text, ignoreCase, dotAll);
  }

  @Property
  void saysWhatTheEngineSaysOfNestedParts(
      @ForAll("nested") String pattern, @ForAll("text") String text, @ForAll boolean ignoreCase) {
    agree(pattern, text, ignoreCase, false);
  }

  private static void agree(String pattern, String text, boolean ignoreCase, boolean dotAll) {
    Optional<Pattern> engine = engine(pattern, ignoreCase, dotAll);
    Optional<AsciiRegex> regex =
        engine.isPresent() ? regex(pattern, ignoreCase, dotAll) : Optional.empty();

    regex.ifPresent(
        known ->
            assertThat(known.find(text))
                .isEqualTo(engine.get().matcher(text).find() ? Answer.YES : Answer.NO));
  }

  private static Optional<AsciiRegex> regex(String pattern, boolean ignoreCase, boolean dotAll) {
    return AsciiRegex.of(RegexTree.parse(pattern, ignoreCase, dotAll));
  }

  static Optional<Pattern> engine(String pattern, boolean ignoreCase, boolean dotAll) {
    try {
      int flags = (ignoreCase ? Pattern.CASE_INSENSITIVE : 0) | (dotAll ? Pattern.DOTALL : 0);
      return Optional.of(Pattern.compile(pattern, flags));
    } catch (PatternSyntaxException e) {
      return Optional.empty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\s[a-f0-9]{64}\\s[a-f0-9]{16}",
        "(?i)x.*(one|two|three).{0,5}(?:/c|/r).+end",
        "\\+.*\\+.*\\+.*\\+",
        "^[A-Za-z0-9]{16}$",
        "(?i)^c:\\\\.{1,9}\\.exe",
        ".{1000,}",
        "[^\\n]{300}",
      })
  void knowsWhatRulesAsk(String pattern) {
    assertThat(regex(pattern, false, false)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\bword", "a^b", "a$|b", "(?m)^a", "a{300}b", "a(?i)*"})
  void leavesToTheEngineWhatItDoesNotKnow(String pattern) {
    assertThat(regex(pattern, false, false)).isEmpty();
  }

  @Test
  void leavesTextsOfOtherCharactersToTheEngine() {
    AsciiRegex regex = regex("k+l", true, false).orElseThrow();

    assertThat(regex.find("\u212aL")).isEqualTo(Answer.BEYOND);
  }

  @Test
  void findsWhatNeedsMoreThanAWordOfBits() {
    AsciiRegex regex = regex("^x[a-f0-9]{64}y[a-f0-9]{16}$", false, false).orElseThrow();

    assertThat(regex.find("x" + "0a".repeat(32) + "y" + "f".repeat(16))).isEqualTo(Answer.YES);
    assertThat(regex.find("x" + "0a".repeat(32) + "y" + "f".repeat(17))).isEqualTo(Answer.NO);
    assertThat(regex.find("x" + "0a".repeat(31) + "y" + "f".repeat(16))).isEqualTo(Answer.NO);
  }

  @Test
  void findsAnythingLongEnough() {
    AsciiRegex regex = regex(".{1000,}", false, false).orElseThrow();

    assertThat(regex.find("x".repeat(1_000))).isEqualTo(Answer.YES);
    assertThat(regex.find("x".repeat(999) + "\n" + "x".repeat(999))).isEqualTo(Answer.NO);
  }
}
