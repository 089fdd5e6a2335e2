package io.correlator.api.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SegmentMarkTest {
  @Property
  void stuffedBytesHoldNoMarkAndCanBeUnstuffed(@ForAll("marked") byte[] bytes) {
    byte[] stuffed = SegmentMark.stuff(bytes, 0, bytes.length);

    assertThat(SegmentMark.indexOf(stuffed, 0, stuffed.length)).isNegative();
    assertThat(SegmentMark.unstuff(stuffed, 0, stuffed.length)).isEqualTo(bytes);
  }

  @Property
  void findsTheFirstMark(@ForAll("marked") byte[] bytes) {
    String text = Captures.text(bytes);

    assertThat(SegmentMark.indexOf(bytes, 0, bytes.length))
        .isEqualTo(text.indexOf("\u00f7CORCAP\u00f8"));
    assertThat(SegmentMark.indexOfStem(bytes, 0, bytes.length))
        .isEqualTo(text.indexOf("\u00f7CORCAP"));
  }

  @Test
  void unstuffsAStemAtTheEndThatNothingFollows() {
    byte[] stem = Captures.latin1("x\u00f7CORCAP");

    assertThat(SegmentMark.unstuff(stem, 0, stem.length)).isEqualTo(stem);
  }

  @Test
  void looksOnlyBetweenTheIndexes() {
    byte[] bytes = Captures.latin1("x\u00f7CORCAP\u00f8");

    assertThat(SegmentMark.indexOf(bytes, 0, 9)).isEqualTo(1);
    assertThat(SegmentMark.indexOf(bytes, 0, 8)).isNegative();
    assertThat(SegmentMark.indexOf(bytes, 2, 9)).isNegative();
  }

  /** Pieces of the mark and zeros, in any order. */
  @Provide
  Arbitrary<byte[]> marked() {
    return Arbitraries.of(
            List.of(
                "\u00f7CORCAP\u00f8", "\u00f7CORCAP", "\u00f7COR", "CAP", "\u00f8", "\0", "C", "x"))
        .list()
        .ofMaxSize(12)
        .map(parts -> Captures.latin1(String.join("", parts)));
  }
}
