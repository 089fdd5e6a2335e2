package io.correlator.listeners;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import org.junit.jupiter.api.Test;

final class FieldTextTest {
  @Test
  void leavesWordsAsTheyAre() {
    assertThat(token("198.51.100.7")).isEqualTo("198.51.100.7");
  }

  @Test
  void quotesWhatIsNoWord() {
    assertThat(token("")).isEqualTo("\"\"");
    assertThat(token("a b")).isEqualTo("\"a b\"");
    assertThat(token("a=b")).isEqualTo("\"a=b\"");
  }

  @Test
  void escapesQuotesAndBackslashesInQuotes() {
    assertThat(token("a\"b\\c\nd")).isEqualTo("\"a\\\"b\\\\c\\u000ad\"");
  }

  @Property
  void whatIsQuotedCanBeReadBack(@ForAll @CharRange(from = 0, to = 0xffff) String text) {
    String token = token(text);
    assertThat(token.startsWith("\"") ? unquoted(token) : token).isEqualTo(text);
  }

  private static String token(String text) {
    StringBuilder out = new StringBuilder();
    FieldText.appendToken(out, text);
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
