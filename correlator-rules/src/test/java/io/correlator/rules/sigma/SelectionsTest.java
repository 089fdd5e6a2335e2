package io.correlator.rules.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.Fields;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SelectionsTest {
  private static final Fields EVENT =
      Fields.copyOf(Map.of("a", "one", "b", "two", "c", Map.of("d", "three"), "x.y", "four"));

  @Test
  void allFieldsOfAMapMustFit() {
    assertThat(Rules.matches(Rules.selecting("a: one", "b: two"), EVENT)).isTrue();
    assertThat(Rules.matches(Rules.selecting("a: one", "b: one"), EVENT)).isFalse();
  }

  @Test
  void oneMapOfAListMustFit() {
    assertThat(Rules.matches(Rules.selecting("- a: no", "- b: two"), EVENT)).isTrue();
    assertThat(Rules.matches(Rules.selecting("- a: no", "- b: no"), EVENT)).isFalse();
  }

  @Test
  void keywordsAreSearchedInAllValuesAndNotInNames() {
    assertThat(Rules.matches(Rules.selecting("- nothing", "- HRE"), EVENT)).isTrue();
    assertThat(Rules.matches(Rules.selecting("- x.y"), EVENT)).isFalse();
    assertThat(Rules.matches(Rules.selecting("'|all': [one, two]"), EVENT)).isTrue();
    assertThat(Rules.matches(Rules.selecting("'|all': [one, five]"), EVENT)).isFalse();
  }

  @Test
  void aNameWithADotIsAFieldOrAPath() {
    assertThat(Rules.matches(Rules.selecting("c.d: three", "x.y: four"), EVENT)).isTrue();
  }

  @Test
  void whatAsksForNothingIsRefused() {
    assertThat(Rules.problems(Rules.selecting("{}"))).containsExactly("sigma-empty");
    assertThat(Rules.problems(Rules.selecting("[]"))).containsExactly("sigma-empty");
    assertThat(Rules.problems(Rules.selecting("- - a"))).containsExactly("sigma-shape");
  }
}
