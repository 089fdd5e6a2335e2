package io.correlator.api;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {
  @ParameterizedTest
  @CsvSource({
    "0000", "0007", "0009", "000a", "000d", "001b", "007f", "0080", "0085", "009b", "00ad", "061c",
    "200b", "200e", "200f", "2028", "2029", "202a", "202e", "2066", "2069", "feff", "d800", "dfff"
  })
  void writesOutWhatDoesNotShow(String hex) {
    char c = (char) Integer.parseInt(hex, 16);
    assertThat(Printable.of("a" + c + "b")).isEqualTo("a\\u" + hex + "b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "plain text ~", "Zoë Дмитрий 李雷", "smile 😀", "DOMAIN\\user \"x\""})
  void leavesWhatShows(String text) {
    assertThat(Printable.of(text)).isEqualTo(text);
  }

  @Test
  void writesOutInvisibleTagsBeyondTheBasicPlane() {
    assertThat(Printable.of("x\udb40\udc41y")).isEqualTo("x\\udb40\\udc41y");
  }

  @Property
  void appendsWhatItGives(@ForAll @CharRange(from = 0, to = 0xffff) String text) {
    StringBuilder out = new StringBuilder("x");
    Printable.append(out, text);
    assertThat(out).hasToString("x" + Printable.of(text));
  }

  @Property
  void hasNothingThatDoesNotShow(@ForAll @CharRange(from = 0, to = 0xffff) String text) {
    assertThat(Printable.of(text).codePoints()).allMatch(Printable::isShown);
  }

  @Property
  void escapingAgainChangesNothing(@ForAll @CharRange(from = 0, to = 0xffff) String text) {
    assertThat(Printable.of(Printable.of(text))).isEqualTo(Printable.of(text));
  }
}
