package io.correlator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class PrintableTest {
  @Test
  void leavesTextAlone() {
    assertThat(Printable.of("/var/log/auth.log – Zürich \uD83D\uDD25"))
        .isEqualTo("/var/log/auth.log – Zürich \uD83D\uDD25");
  }

  @Test
  void writesOutWhatSteersATerminalOrDoesNotShow() {
    assertThat(Printable.of("a\u001b[31m\n\u202e\u2028\u200b\uD800"))
        .isEqualTo("a\\u001b[31m\\u000a\\u202e\\u2028\\u200b\\ud800");
  }

  @Property
  boolean hasNothingToWriteOutTheSecondTime(@ForAll String text) {
    String shown = Printable.of(text);
    return Printable.of(shown).equals(shown);
  }
}
