package io.correlator.listeners;

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
    assertThat(printable("a" + c + "b")).isEqualTo("a\\u" + hex + "b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "plain text ~", "Zoë Дмитрий 李雷", "smile 😀", "DOMAIN\\user \"x\""})
  void leavesWhatShows(String text) {
    assertThat(printable(text)).isEqualTo(text);
  }

  @Test
  void writesOutInvisibleTagsBeyondTheBasicPlane() {
    assertThat(printable("x\udb40\udc41y")).isEqualTo("x\\udb40\\udc41y");
  }

  @Test
  void quotedTextEscapesQuotesAndBackslashes() {
    StringBuilder out = new StringBuilder();
    Printable.appendQuoted(out, "a\"b\\c\nd");
    assertThat(out).hasToString("\"a\\\"b\\\\c\\u000ad\"");
  }

  @Property
  void hasNothingThatDoesNotShow(@ForAll @CharRange(from = 0, to = 0xffff) String text) {
    assertThat(printable(text).codePoints()).allMatch(Printable::isShown);
  }

  @Property
  void escapingAgainChangesNothing(@ForAll @CharRange(from = 0, to = 0xffff) String text) {
    assertThat(printable(printable(text))).isEqualTo(printable(text));
  }

  @Property
  void quotedTextCanBeReadBack(@ForAll @CharRange(from = 0, to = 0xffff) String text) {
    StringBuilder out = new StringBuilder();
    Printable.appendQuoted(out, text);
    assertThat(unquoted(out.toString())).isEqualTo(text);
  }

  private static String printable(String text) {
    StringBuilder out = new StringBuilder();
    Printable.append(out, text);
    return out.toString();
  }

  private static String unquoted(String quoted) {
    StringBuilder out = new StringBuilder();
    for (int i = 1; i < quoted.length() - 1; i++) {
      char c = quoted.charAt(i);
      if (c != '\\') {
        assertThat(c).isNotEqualTo('"');
        out.append(c);
      } else if (quoted.charAt(i + 1) == 'u') {
        out.append((char) Integer.parseInt(quoted.substring(i + 2, i + 6), 16));
        i += 5;
      } else {
        out.append(quoted.charAt(++i));
      }
    }
    return out.toString();
  }
}
