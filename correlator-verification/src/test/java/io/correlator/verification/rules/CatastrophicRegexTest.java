package io.correlator.verification.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.correlator.rules.detection.LinearRegex;
import io.correlator.verification.sshd.Corpora;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Regular expressions of a public library that take for ever in an engine that goes back. */
final class CatastrophicRegexTest {
  /** How often a character may be read: once to step, and again to look at its neighbours. */
  private static final int READS = 4;

  @Test
  void eachIsRefusedOrReadsItsAttackAFewTimes() {
    int refused = 0;
    int linear = 0;
    double most = 0;
    for (JsonNode each : Corpora.jsonLines("redos/regexlib-odd.jsonl")) {
      Optional<LinearRegex> regex = compile(each.get("pattern").asText());
      if (regex.isEmpty()) {
        refused++;
        continue;
      }
      linear++;
      for (int times : new int[] {100, 1_000, 10_000}) {
        CountedText attack = attack(each, times);
        regex.get().isFoundIn(attack);
        most = Math.max(most, attack.reads / (double) attack.length());
        assertThat(attack.reads)
            .as(each.get("id").asText())
            .isLessThanOrEqualTo((long) READS * attack.length());
      }
    }
    System.out.printf(
        "%d catastrophic expressions: %d refused, %d linear; at most %.2f reads a character, each at"
            + " most %d steps%n",
        refused + linear, refused, linear, most, LinearRegex.MAX_STEPS);
    assertThat(refused + linear).isEqualTo(363);
  }

  @ParameterizedTest
  @ValueSource(strings = {"(a+)+$", "(a|aa)+$", "(.*)*x", "(a?){50}a{50}", "(x+x+)+y"})
  void theBestKnownReadTheirAttackAFewTimes(String pattern) {
    CountedText attack = new CountedText("a".repeat(10_000) + "!");

    LinearRegex.compile(pattern, Set.of()).isFoundIn(attack);

    assertThat(attack.reads).isLessThanOrEqualTo((long) READS * attack.length());
  }

  private static Optional<LinearRegex> compile(String pattern) {
    try {
      return Optional.of(LinearRegex.compile(pattern, Set.of()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static CountedText attack(JsonNode each, int times) {
    return new CountedText(
        each.get("prefix").asText()
            + each.get("pump").asText().repeat(times)
            + each.get("suffix").asText());
  }

  /** Counts how often its characters are read; for each, the program takes a step at most once. */
  private static final class CountedText implements CharSequence {
    private final String text;
    private long reads;

    CountedText(String text) {
      this.text = text;
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      reads++;
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.substring(start, end);
    }
  }
}
