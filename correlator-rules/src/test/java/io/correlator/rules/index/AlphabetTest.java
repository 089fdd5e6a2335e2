package io.correlator.rules.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.rules.detection.Folding;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AlphabetTest {
  @Test
  void foldedCharactersAreTheirOwnFoldedForm() {
    for (int c = 0; c <= Character.MAX_VALUE; c++) {
      char folded = Folding.fold((char) c);
      assertThat(Folding.fold(folded)).as("%04x", c).isEqualTo(folded);
    }
  }

  @Test
  void givesUpperAndLowerCaseTheSameNumber() {
    char[] classes = new Alphabet(List.of("k\u00e9")).classes();

    assertThat(classes['K']).isEqualTo(classes['k']).isNotEqualTo((char) 0);
    assertThat(classes['\u00c9']).isEqualTo(classes['\u00e9']).isNotEqualTo((char) 0);
    // The sign for Kelvin is a K.
    assertThat(classes['\u212a']).isEqualTo(classes['k']);
  }

  @Test
  void givesAllStrangersTheSameNumber() {
    char[] classes = new Alphabet(List.of("ab")).classes();

    assertThat(classes['c']).isEqualTo((char) 0);
    assertThat(classes['\ud83d']).isEqualTo((char) 0);
  }
}
