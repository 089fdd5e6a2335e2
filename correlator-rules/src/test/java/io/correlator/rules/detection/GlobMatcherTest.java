package io.correlator.rules.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GlobMatcherTest {
  /** Specification, "Escape Character"; the second column is what is matched exactly. */
  @ParameterizedTest
  @CsvSource({
    "'a\\b', 'a\\b'",
    "'a\\\\b', 'a\\b'",
    "'\\*', '*'",
    "'\\?', '?'",
    "'\\\\\\*', '\\*'",
    "'a\\\\\\b', 'a\\\\b'",
    "'a\\\\\\\\b', 'a\\\\b'",
    "'C:\\Temp\\', 'C:\\Temp\\'"
  })
  void readsEscapesAsTheSpecificationSays(String written, String meant) {
    assertThat(Glob.parse(written)).isEqualTo(Glob.exactly(meant));
  }

  @ParameterizedTest
  @CsvSource({
    "'\\\\*', '\\anything', true",
    "'\\\\*', 'x\\anything', false",
    "'prog?.exe', 'ProgA.EXE', true",
    "'prog?.exe', 'prog.exe', false",
    "'*\\cmd.exe', 'C:\\Windows\\cmd.exe', true",
    "'a*b*c', 'aXbXbc', true",
    "'', '', true",
    "'', 'x', false",
    "'*', '', true"
  })
  void findsWildcards(String glob, String text, boolean expected) {
    assertThat(GlobMatcher.of(Glob.parse(glob), false).matches(text)).isEqualTo(expected);
  }

  @Property
  void isWhatTheSameRegularExpressionIs(
      @ForAll @Chars({'a', 'B', '*', '?', '\\'}) @StringLength(max = 8) String glob,
      @ForAll @Chars({'a', 'A', 'b', 'B', '\\', '*', '\n'}) @StringLength(max = 10) String text,
      @ForAll boolean cased) {
    Glob parsed = Glob.parse(glob);
    int flags = Pattern.DOTALL | (cased ? 0 : Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    boolean expected = Pattern.compile(regex(parsed), flags).matcher(text).matches();

    assertThat(GlobMatcher.of(parsed, cased).matches(text)).isEqualTo(expected);
  }

  private static String regex(Glob glob) {
    StringBuilder regex = new StringBuilder();
    for (Glob.Piece piece : glob.pieces()) {
      regex.append(
          piece instanceof Glob.Literal literal
              ? Pattern.quote(literal.text())
              : piece == Glob.Wildcard.ANY ? ".*" : ".");
    }
    return regex.toString();
  }

  @Property
  void isReadAgainAsItIsWritten(
      @ForAll @CharRange(from = ' ', to = '~') @StringLength(max = 12) String written) {
    Glob glob = Glob.parse(written);

    assertThat(Glob.parse(glob.toString())).isEqualTo(glob);
  }

  @org.junit.jupiter.api.Test
  void oneCharacterMayBeASurrogatePair() {
    GlobMatcher matcher = GlobMatcher.of(Glob.parse("a?b"), false);

    assertThat(matcher.matches("a\uD83D\uDE00b")).isTrue();
  }

  @org.junit.jupiter.api.Test
  void lettersAreTheSameAsForEqualsIgnoreCaseWhateverTheLocale() {
    GlobMatcher matcher = GlobMatcher.of(Glob.parse("*title*"), false);

    assertThat(matcher.matches("TITLE")).isTrue();
    assertThat(matcher.matches("t\u0131tle")).isTrue();
    assertThat(GlobMatcher.of(Glob.parse("stra\u00dfe"), false).matches("STRASSE")).isFalse();
  }
}
