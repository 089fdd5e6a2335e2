package io.correlator.rules.regex;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.HashMap;
import java.util.Map;
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
final class AsciiGroupsTest {
  @Provide
  Arbitrary<String> pieces() {
    return Arbitraries.of(AsciiRegexTest.PIECES)
        .list()
        .ofMaxSize(7)
        .map(list -> "(?P<x>" + String.join("", list));
  }

  @Provide
  Arbitrary<String> nested() {
    Arbitrary<String> part =
        Arbitraries.recursive(
            () -> Arbitraries.of("a", "b", ".", "[ab]", "\\d", "1", "[^a]", "GROUP"),
            inner ->
                Arbitraries.oneOf(
                    Combinators.combine(inner, inner).as((a, b) -> a + b),
                    Combinators.combine(inner, inner).as((a, b) -> "(?:" + a + "|" + b + ")"),
                    Combinators.combine(
                            inner,
                            Arbitraries.of("*", "+", "+?", "*?", "{2}", "{1,3}?", "{0,2}", "??"))
                        .as((a, times) -> "(?:" + a + ")" + times),
                    inner.map(a -> "GROUP" + a),
                    inner.map(a -> "^" + a),
                    inner.map(a -> a + "$")),
            0,
            4);
    return Combinators.combine(part, part)
        .as((a, b) -> numbered("(?P<whole>" + a + ")" + b + "(?P<end>.)?"));
  }

  /** No two groups may have the same name. */
  private static String numbered(String pattern) {
    String numbered = pattern;
    for (int i = 0; numbered.contains("GROUP"); i++) {
      numbered = numbered.replaceFirst("GROUP", "(?P<g" + i + ">[ab]|b1|1+?)");
    }
    return numbered;
  }

  @Provide
  Arbitrary<String> text() {
    return Arbitraries.strings()
        .withChars('a', 'b', 'A', 'B', 'k', '1', '2', ' ', '-', ']', '.', '\n')
        .ofMaxLength(12);
  }

  @Property
  void findsWhatTheEngineFindsOfPiecesPutTogether(
      @ForAll("pieces") String pattern, @ForAll("text") String text, @ForAll boolean ignoreCase) {
    agree(pattern, text, ignoreCase);
    agree(pattern + ")", text, ignoreCase);
  }

  @Property
  void findsWhatTheEngineFindsOfNestedParts(
      @ForAll("nested") String pattern, @ForAll("text") String text) {
    agree(pattern, text, false);
  }

  private static void agree(String pattern, String text, boolean ignoreCase) {
    Optional<Pattern> engine = AsciiRegexTest.engine(pattern, ignoreCase, false);
    if (engine.isPresent()) {
      AsciiGroups.of(RegexTree.parse(pattern, ignoreCase, false))
          // The engine forgets names where an expression as a whole is repeated.
          .filter(known -> known.names().equals(engine.get().namedGroups().keySet()))
          .ifPresent(known -> assertThat(known.find(text)).contains(byEngine(engine.get(), text)));
    }
  }

  private static Map<String, String> byEngine(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    Map<String, String> groups = new HashMap<>();
    if (matcher.find()) {
      pattern
          .namedGroups()
          .forEach(
              (name, number) -> {
                if (matcher.group(number) != null) {
                  groups.put(name, matcher.group(number));
                }
              });
    }
    return groups;
  }

  private static AsciiGroups groups(String pattern) {
    return AsciiGroups.of(RegexTree.parse(pattern, false, false)).orElseThrow();
  }

  @Test
  void findsThePartsOfALine() {
    AsciiGroups groups =
        groups(
            "Failed (?P<method>\\S+) for (?:invalid user )?(?P<user>.*) from (?P<src_ip>[\\w.:]+)"
                + "(?: port (?P<port>\\d+))?(?P<rest> ssh2)?$");

    assertThat(groups.find("x: Failed password for a from b from 192.0.2.1 port 22"))
        .contains(
            Map.of("method", "password", "user", "a from b", "src_ip", "192.0.2.1", "port", "22"));
    assertThat(groups.find("Accepted password for a from 192.0.2.1 port 22")).contains(Map.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"(?P<a>\\bword)", "(?P<a>(?:x*)*)", "(?P<a>.{1001})", "(a)b", "(?m)^(?P<a>b)"})
  void leavesToTheEngineWhatItDoesNotKnow(String pattern) {
    assertThat(AsciiGroups.of(RegexTree.parse(pattern, false, false))).isEmpty();
  }

  @Test
  void leavesOtherTextsToTheEngine() {
    AsciiGroups groups = groups("a(?P<rest>.*) z");

    assertThat(groups.find("a\u00e9 z")).isEmpty();
    assertThat(groups.find("a".repeat(70_000))).isEmpty();
  }

  @Test
  void triesNoWayTwice() {
    AsciiGroups groups = groups("(?P<a>(?:a+)+)(?:a+)+(?:a+)+(?:a+)+x");

    assertThat(groups.find("a".repeat(5_000))).contains(Map.of());
  }
}
