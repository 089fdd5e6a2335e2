package io.correlator.listeners;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormulaGuardTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\rx",
        "\nx",
        "＝1",
        "＋1",
        "－1",
        "＠x",
        " =1",
        "\u00a0=1",
        "\u200b=1",
        "\ufeff=1",
        "'=1",
        "'tis"
      })
  void marksTextThatCouldBeAFormula(String text) {
    assertThat(FormulaGuard.apply(text)).isEqualTo("'" + text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "root", "a=b", "1-2", " x", "198.51.100.7", "2001:db8::1"})
  void leavesOtherText(String text) {
    assertThat(FormulaGuard.apply(text)).isEqualTo(text);
  }

  @Property
  void droppingOneApostropheGivesTheOriginal(@ForAll @CharRange(from = 0, to = 0x7f) String text) {
    String guarded = FormulaGuard.apply(text);
    assertThat(guarded.startsWith("'") ? guarded.substring(1) : guarded).isEqualTo(text);
  }
}
