package io.correlator.rules.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class GramsTest {
  private static final int STRIDE = 4;

  private static int rarest(String literal, String... others) {
    Alphabet alphabet = new Alphabet(Stream.concat(Stream.of(others), Stream.of(literal)).toList());
    return alphabet.grams().rarest(alphabet.encode(literal), STRIDE);
  }

  @Test
  void passesOverWhatOtherLiteralsHaveToo() {
    int from = rarest("\\system32\\quser.exe", "\\system32\\", "\\system32\\cmd.exe", "ser.exe");

    assertThat("\\system32\\quser.exe".substring(from, from + STRIDE + Grams.LENGTH - 1))
        .contains("qu");
  }

  @Test
  void beginsAtTheBeginningIfNothingIsKnown() {
    assertThat(rarest("abcdefghijkl")).isZero();
  }

  @Test
  void staysNearTheBeginningOfLongLiterals() {
    String common = "\\system32\\".repeat(20);

    assertThat(rarest(common + "rare and rarer", common)).isLessThan(64);
  }

  @Test
  void aSetHasWhatWasAddedAndSeemsToHaveLittleElse() {
    GramSet set = new GramSet(4_000);
    new Random(1).ints(4_000).forEach(set::add);

    assertThat(new Random(1).ints(4_000).allMatch(set::mayHave)).isTrue();
    assertThat(new Random(2).ints(100_000).filter(set::mayHave).count()).isLessThan(2_000);
  }
}
