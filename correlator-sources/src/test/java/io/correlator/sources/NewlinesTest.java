package io.correlator.sources;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.ByteRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class NewlinesTest {
  @Test
  void isNotMisledByBytesThatDifferFromItInOneBit() {
    for (int other = 0; other < 256; other++) {
      for (int at = 0; at < 8; at++) {
        byte[] bytes = new byte[16];
        java.util.Arrays.fill(bytes, (byte) other);
        bytes[at] = '\n';
        assertThat(Newlines.indexOf(bytes, 0, 16)).isEqualTo(other == '\n' ? 0 : at);
      }
    }
  }

  @Property
  void findsWhatALoopFinds(
      @ForAll @Size(max = 40) @ByteRange(min = 8, max = 13) byte[] bytes,
      @ForAll @IntRange(max = 40) int a,
      @ForAll @IntRange(max = 40) int b) {
    int from = Math.min(Math.min(a, b), bytes.length);
    int to = Math.min(Math.max(a, b), bytes.length);
    assertThat(Newlines.indexOf(bytes, from, to)).isEqualTo(byLoop(bytes, from, to));
  }

  private static int byLoop(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return -1;
  }
}
