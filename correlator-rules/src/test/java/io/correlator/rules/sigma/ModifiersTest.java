package io.correlator.rules.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.Fields;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The appendix on modifiers, one line of a selection at a time. */
final class ModifiersTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        // The line with a bang for each bar; the value of f; whether they match.
        "f: 'abc' | ABC | true",
        "f: 'abc' | abcd | false",
        "f: 5 | 5 | true",
        "f: 0x50800000 | 1350565888 | false",
        "f: yes | true | false",
        "f: 007 | 7 | false",
        "f!contains: 'b' | abc | true",
        "f!contains: 'x' | abc | false",
        "f!startswith: 'ab' | abc | true",
        "f!startswith: 'bc' | abc | false",
        "f!endswith: '\\bc' | a\\bc | true",
        "f!endswith: 'C:\\' | c:\\ | true",
        "f!contains: '\\Temp\\' | C:\\temp\\x | true",
        "f!contains: 'a*c' | xabcx | true",
        "f!contains!all: [a, b] | xbxa | true",
        "f!contains!all: [a, b] | xbx | false",
        "f!all!contains: [a, b] | xbxa | true",
        "f!cased: 'Abc' | abc | false",
        "f!cased!contains: 'A*c' | xAbcx | true",
        "f!neq: 'abc' | abc | false",
        "f!neq: [abc, abd] | abe | true",
        "f!exists: true | x | true",
        "f!exists: false | x | false",
        "f!re: 'b.d' | abcd | true",
        "f!re: 'B.D' | abcd | false",
        "f!re!i: 'B.D' | abcd | true",
        "f!re: '(?i)B' | abcd | true",
        "f!re!ignorecase: '^ABC' | abcd | true",
        "f!cidr: 192.0.2.0/24 | 192.0.2.7 | true",
        "f!cidr: [192.0.2.0/24, '2001:db8::/32'] | 2001:db8::7 | true",
        "f!cidr: 192.0.2.0/24 | name.example | false",
        "f!gt: 5 | 10 | true",
        "f!gt: 5 | 5 | false",
        "f!gte: 5 | 5.0 | true",
        "f!lt: 10 | 9 | true",
        "f!lte: -0.5 | -0.5 | true",
        "f!lt: 10 | many | false",
        "f!hour!gte: 22 | 2024-05-06T23:10:00Z | true",
        "f!hour: 23 | 2024-05-07T01:10:00+02:00 | true",
        "f!minute: 10 | 2024-05-06 23:10:00.123 | true",
        "f!day: 6 | 2024-05-06T23:10:00Z | true",
        "f!month!lt: 5 | 2024-05-06T23:10:00Z | false",
        "f!year: 2024 | 2024-05-06T23:10:00Z | true",
        "f!week: 19 | 2024-05-06T23:10:00Z | true",
        "f!hour: 23 | 1715037000 | true",
        "f!hour: 23 | 1715037000.25 | true",
        "f!minute: 10 | 1715037000999 | true",
        "f!day: 6 | 1715037000999999 | true",
        "f!year: 2024 | 1715037000999999999 | true",
        "f!year!gte: 1970 | 171503700 | false",
        "f!year!gte: 1970 | 17150370000 | false",
        "f!year!gte: 1970 | 1715037000.2.5 | false",
        "f!year!gte: 1970 | -1715037000 | false",
        "f!windash: 'cmd -x' | cmd /X | true",
        "f!contains!windash: ' -s ' | a /s b | true",
        "f!windash: 'a-b' | a/b | false",
        "f!windash: 'x -y' | x \u2015y | true",
        "f!windash: 'x \u2013y' | x /y | true",
        "f!base64: 'foobar' | Zm9vYmFy | true",
        "f!base64: 'foobar' | zm9vymfy | false",
        "f!utf16le!base64!contains: 'cmd' | YwBtAGQA | true",
        "f!wide!base64: 'cmd' | YwBtAGQA | true",
        "f!utf16be!base64: 'cmd' | AGMAbQBk | true",
        "f!utf16!base64: 'cmd' | //5jAG0AZAA= | true",
        "f!base64!contains: 'a\\*b' | YSpi | true"
      })
  void doWhatTheAppendixSays(String line, String value, boolean expected) {
    String rule = Rules.selecting(line.replace('!', '|'));

    assertThat(Rules.matches(rule, Fields.of("f", value))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"foo http://x", "Xfoo http://x", "XYfoo http://x", "XYZfoo http://x tail"})
  void base64offsetFindsTheValueWhereverItBegins(String text) {
    String encoded =
        java.util.Base64.getEncoder()
            .encodeToString((text + "\u00e9").getBytes(java.nio.charset.StandardCharsets.UTF_8));
    String rule = Rules.selecting("f|base64offset|contains: 'foo http://'");

    assertThat(Rules.matches(rule, Fields.of("f", encoded))).isTrue();
  }

  @Test
  void base64offsetCountsBytesNotCharacters() {
    String encoded =
        java.util.Base64.getEncoder()
            .encodeToString(
                "x\u00e9\u00e9\u00e9y".getBytes(java.nio.charset.StandardCharsets.UTF_8));

    assertThat(
            Rules.matches(
                Rules.selecting("f|base64offset|contains: '\u00e9\u00e9\u00e9'"),
                Fields.of("f", encoded)))
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "f: null | true",
        "f: '' | false",
        "f!exists: false | true",
        "f!neq: x | true",
        "f!contains: '' | false",
        "f: '*' | false"
      })
  void aMissingFieldPassesNoTest(String line, boolean expected) {
    assertThat(Rules.matches(Rules.selecting(line.replace('!', '|')), Fields.empty()))
        .isEqualTo(expected);
  }

  @Test
  void emptyIsNotMissing() {
    Fields empty = Fields.of("f", "");

    assertThat(Rules.matches(Rules.selecting("f: ''"), empty)).isTrue();
    assertThat(Rules.matches(Rules.selecting("f: null"), empty)).isFalse();
    assertThat(Rules.matches(Rules.selecting("f|exists: true"), empty)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "f!fieldref: g | X | x | true",
        "f!fieldref!cased: g | X | x | false",
        "f!fieldref!contains: g | xyz | Y | true",
        "f!fieldref!startswith: g | xyz | y | false",
        "f!fieldref!endswith: g | xyz | z | true",
        "f!fieldref!neq: g | xyz | z | true"
      })
  void fieldrefComparesTwoFields(String line, String f, String g, boolean expected) {
    Fields fields = Fields.builder().put("f", f).put("g", g).build();

    assertThat(Rules.matches(Rules.selecting(line.replace('!', '|')), fields)).isEqualTo(expected);
  }

  @Test
  void someElementOfAListIsEnough() {
    Fields fields = Fields.of("f", List.of("a", 5L, "c"));

    assertThat(Rules.matches(Rules.selecting("f: 5"), fields)).isTrue();
    assertThat(Rules.matches(Rules.selecting("f|contains|all: [a, c]"), fields)).isTrue();
    assertThat(Rules.matches(Rules.selecting("f: x"), fields)).isFalse();
  }

  @Test
  void numbersAndTimesAreComparedWhateverTheirType() {
    assertThat(Rules.matches(Rules.selecting("f: 5"), Fields.of("f", 5.0))).isTrue();
    assertThat(Rules.matches(Rules.selecting("f: true"), Fields.of("f", true))).isTrue();
    assertThat(
            Rules.matches(
                Rules.selecting("f|hour: 3"),
                Fields.of("f", Instant.parse("2024-05-06T03:00:00Z"))))
        .isTrue();
  }

  @Test
  void placeholdersStandForTheirValues() {
    Placeholders placeholders =
        Placeholders.of(java.util.Map.of("admins", List.of("root", "adm_*")));
    String rule = Rules.selecting("f|expand: '%admins%@\\%x'");

    SigmaFile file = SigmaReader.with(placeholders).read("rule.yml", rule);

    assertThat(file.problems()).isEmpty();
    assertThat(file.rules().get(0).predicate().toString()).contains("root").contains("adm_");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "f!contain: x | sigma-unknown-modifier",
        "f!: x | sigma-unknown-modifier",
        "f!contains!re: x | sigma-modifier-order",
        "f!i: x | sigma-modifier-order",
        "f!cidr!contains: 192.0.2.0/24 | sigma-modifier-order",
        "f!exists!contains: true | sigma-modifier-order",
        "f!gt!lt: 5 | sigma-modifier-order",
        "f!exists: yes | sigma-value",
        "f!exists: 'true' | sigma-value",
        "f!gt: many | sigma-value",
        "f!hour: 24 | sigma-value",
        "f!minute!gte: 60 | sigma-value",
        "f!month: 0 | sigma-value",
        "f!hour!lt: 0 | sigma-value",
        "f!gt: 0x10 | sigma-value",
        "f!cidr: 192.0.2.1/24 | sigma-network",
        "f!re: '(' | sigma-regex",
        "f!re: '(?=x)' | sigma-regex",
        "f!re: '((a{99}){99}){99}' | sigma-regex-too-large",
        "f!base64: 'a*b' | sigma-value",
        "f!base64!contains: '' | sigma-value",
        "f!base64offset!contains: 'a' | sigma-value",
        "f!contains: null | sigma-null",
        "f: [a, null] | sigma-null",
        "f: [] | sigma-empty",
        "f: {g: x} | sigma-shape",
        "f: [[a]] | sigma-shape",
        "f!expand: '%nobody%' | sigma-placeholder",
        "f!windash: '-a -a -a -a -a -a' | sigma-value",
        "'!cidr': 192.0.2.0/24 | sigma-modifier-order",
        "f!all: x | sigma-modifier-without-effect",
        "f!contains!contains: x | sigma-modifier-without-effect",
        "f!re!contains: x | sigma-modifier-without-effect",
        "f!base64offset: foobar | sigma-suspicious-value"
      })
  void whatCannotBeMeantIsNamed(String line, String id) {
    assertThat(Rules.problems(Rules.selecting(line.replace('!', '|')))).containsExactly(id);
  }
}
