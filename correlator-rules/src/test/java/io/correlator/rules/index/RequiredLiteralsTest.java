package io.correlator.rules.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.rules.detection.Folding;
import io.correlator.rules.detection.LinearRegex;
import io.correlator.rules.detection.Test.RegexFlag;
import io.correlator.rules.regex.RegexTree;
import java.util.Arrays;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RequiredLiteralsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "Failed password; failed password",
        "sshd\\[\\d+\\]: Failed; ]: failed",
        "foo|bar; foo,bar",
        "(?:GET|POST) /admin; get /admin,post /admin",
        "[Pp]ower[Ss]hell; powershell",
        "colou?r; color,colour",
        "a(bc)+d; bc",
        "a(bc){2,}; bc",
        "(?i)EVIL.*exe; evil",
        "\\bcat\\b; cat",
        "^\\\\\\\\server; \\\\server",
        "\\Qa.b\\E; a.b",
        "\\Qab\\E*c; a,c",
        "ab(?i)*c; a,c",
        "x{2}yes; yes",
        "x{2; x{2",
        "(?P<name>secret); secret",
        "[abc]def[xyz-]; adef,bdef,cdef",
        "a.*b.*longest.*c; longest",
      })
  void areFoundIn(String pattern, String expected) {
    Set<String> literals = literals(pattern);

    if (expected.equals("a,c")) {
      // Of equally good ones either will do.
      assertThat(literals).isSubsetOf("a", "c").hasSize(1);
    } else {
      assertThat(literals).containsExactlyInAnyOrder(expected.split(","));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        ".*",
        "\\d+",
        "(foo)?",
        "foo|.*",
        "[a-z]+",
        "^$",
        "(?i)\u00e9",
        "(a|)",
        "\\pL",
        "a*"
      })
  void areNotClaimedFor(String pattern) {
    assertThat(literals(pattern)).isEmpty();
  }

  @Test
  void ofABombStayFew() {
    assertThat(literals("[ab]".repeat(100)).size()).isLessThanOrEqualTo(64);
  }

  /** Patterns from a grammar that has all that the analysis knows. */
  @Provide
  Arbitrary<String> patterns() {
    Arbitrary<String> atoms =
        Arbitraries.of(
            "a",
            "b",
            "c",
            "ab",
            "Ab",
            ".",
            "[ab]",
            "[^a]",
            "[a-b]",
            "\\d",
            "\\w",
            "^",
            "$",
            "\\b",
            "\\Qab\\E",
            "(?i)a",
            "\\.",
            "[B]",
            "\\x61",
            "()",
            "[]a]");
    return Arbitraries.recursive(() -> atoms, RequiredLiteralsTest::larger, 0, 4);
  }

  private static Arbitrary<String> larger(Arbitrary<String> inner) {
    Arbitrary<String> repetition =
        Arbitraries.of("*", "+", "?", "{2}", "{0,1}", "{1,}", "+?", "{0}");
    Arbitrary<String> list =
        inner.list().ofMinSize(1).ofMaxSize(3).map(all -> String.join("", all));
    return Arbitraries.oneOf(
        list,
        inner.list().ofMinSize(2).ofMaxSize(3).map(all -> "(?:" + String.join("|", all) + ")"),
        inner.list().ofMinSize(1).ofMaxSize(3).map(all -> "(?i:" + String.join("", all) + ")"),
        net.jqwik.api.Combinators.combine(inner, repetition)
            .as((part, how) -> "(" + part + ")" + how));
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars('a', 'b', 'c', 'A', 'B', '.', ' ').ofMaxLength(8);
  }

  @Property
  void areInWhateverMatches(
      @ForAll("patterns") String pattern,
      @ForAll("texts") String text,
      @ForAll boolean ignoreCase) {
    Set<RegexFlag> flags = ignoreCase ? Set.of(RegexFlag.IGNORE_CASE) : Set.of();
    Set<String> literals = RequiredLiterals.of(RegexTree.parse(pattern, ignoreCase, false));

    if (LinearRegex.compile(pattern, flags).isFoundIn(text) && !literals.isEmpty()) {
      assertThat(literals)
          .as("%s in %s", pattern, text)
          .anyMatch(literal -> Folding.fold(text).contains(literal));
    }
  }

  /** Case in the eyes of the engine: nothing that it takes for a letter may be folded elsewhere. */
  @Test
  void foldCharactersAtLeastAsTheEngineDoes() {
    for (char letter = 'a'; letter <= 'z'; letter++) {
      LinearRegex regex =
          LinearRegex.compile(String.valueOf(letter), Set.of(RegexFlag.IGNORE_CASE));
      for (int c = 0; c <= Character.MAX_VALUE; c++) {
        if (regex.isFoundIn(String.valueOf((char) c))) {
          assertThat(Folding.fold((char) c)).as("%04x", c).isEqualTo(letter);
        }
      }
    }
  }

  private static Set<String> literals(String pattern) {
    return RequiredLiterals.of(RegexTree.parse(pattern, false, false));
  }

  @Test
  void areWhatAMatchCannotDoWithout() {
    String pattern = "(?:warning: )?E40\\d+ disk (full|gone)";
    Set<String> literals = literals(pattern);

    assertThat(literals).containsExactlyInAnyOrder(" disk full", " disk gone");
    assertThat(Arrays.asList("E401 disk full", "E409 disk gone"))
        .allMatch(text -> LinearRegex.compile(pattern, Set.of()).isFoundIn(text))
        .allMatch(text -> literals.stream().anyMatch(text::contains));
  }
}
