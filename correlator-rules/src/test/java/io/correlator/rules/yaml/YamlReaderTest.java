package io.correlator.rules.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.rules.problem.Position;
import io.correlator.rules.problem.Problems;
import io.correlator.rules.yaml.YamlNode.Entries;
import io.correlator.rules.yaml.YamlNode.Scalar;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class YamlReaderTest {
  private final Problems problems = new Problems();

  private List<YamlNode> read(String text) {
    return YamlReader.read("x.yml", text, problems);
  }

  private List<String> ids() {
    return problems.all().stream().map(problem -> problem.id().toString()).toList();
  }

  @Test
  void keepsTextsAsWrittenAndWhereTheyStand() {
    Entries document = (Entries) read("a:\n  - 0x1F\n  - on\n  - 2024-01-01\n").get(0);

    assertThat(document.get("a").orElseThrow().toString()).contains("0x1F", "on", "2024-01-01");
    assertThat(document.get("a").orElseThrow().position()).isEqualTo(new Position("x.yml", 2, 3));
  }

  @ParameterizedTest
  @CsvSource({
    "null, true",
    "~, true",
    "'''''', false",
    "'''null''', false",
    "Null, true",
    "nil, false"
  })
  void knowsNothingFromEmpty(String written, boolean expected) {
    Entries document = (Entries) read("a: " + written).get(0);

    assertThat(((Scalar) document.get("a").orElseThrow()).isNull()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a: &x 1 | yaml-alias",
        "a: *x | yaml-alias",
        "a: &x [*x] | yaml-alias",
        "a: !!binary aGk= | yaml-tag",
        "a: !java.net.URL x | yaml-tag",
        "{a: 1, a: 2} | yaml-duplicate-key",
        "? [a] : b | yaml-key",
        "a: [ | yaml-syntax",
        "a: b: c | yaml-syntax",
        "\"\\q\" | yaml-syntax",
        "%YAML 3.0 | yaml-syntax"
      })
  void refusesWhatIsWrongOrCouldGrow(String text, String id) {
    assertThat(read(text)).isEmpty();
    assertThat(ids()).containsExactly(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a: ", "- ", "? "})
  void refusesDeepNesting(String opening) {
    assertThat(read(opening.repeat(20_000))).isEmpty();
    assertThat(problems.errors()).isEqualTo(1);
  }

  @Test
  void refusesLongFiles() {
    assertThat(read("a".repeat(YamlReader.MAX_CHARACTERS + 1))).isEmpty();
    assertThat(ids()).containsExactly("yaml-too-large");
  }

  @Property
  void neverThrows(
      @ForAll
          @Chars({
            'a', ':', ' ', '\n', '-', '[', '{', '}', ']', '"', '\'', '&', '*', '!', '|', '?', '#',
            '\t', '\0', '%', '\uD800'
          })
          @StringLength(max = 30)
          String text) {
    Problems found = new Problems();

    List<YamlNode> documents = YamlReader.read("x.yml", text, found);

    assertThat(found.errors() == 0 || documents.isEmpty()).isTrue();
  }
}
