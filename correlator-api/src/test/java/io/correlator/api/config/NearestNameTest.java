package io.correlator.api.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {
  private static final List<String> NAMES = List.of("threshold", "window", "file");

  @ParameterizedTest
  @CsvSource({
    "treshold, threshold", // a letter missing
    "thresshold, threshold", // one too many
    "thresholb, threshold", // another one
    "thrsehold, threshold", // two swapped
    "WINDOW, window",
    "windows, window",
    "fiel, file"
  })
  void findsWhatWasMeant(String written, String meant) {
    assertThat(NearestName.of(written, NAMES)).contains(meant);
  }

  @ParameterizedTest
  @CsvSource({"colour", "x", "ab", "''"})
  void findsNothingWhereNothingIsNear(String written) {
    assertThat(NearestName.of(written, NAMES)).isEmpty();
  }

  @Test
  void findsNothingWhereNoLetterIsLeft() {
    assertThat(NearestName.of("ab", List.of("cd", "x"))).isEmpty();
  }

  @Test
  void hintsAtTheNearestNameOrAll() {
    assertThat(NearestName.hint("fil", NAMES)).isEqualTo(": did you mean 'file'?");
    assertThat(NearestName.hint("colour", NAMES)).isEqualTo(": there is threshold, window, file");
  }
}
