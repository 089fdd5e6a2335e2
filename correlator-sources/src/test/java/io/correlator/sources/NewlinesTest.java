package io.correlator.sources;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
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
        Arrays.fill(bytes, (byte) other);
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

  @Test
  void findsEachOfAStretchWhereverItStandsAndWhateverIsAroundIt() {
    for (int other = 0; other < 256; other++) {
      for (int at = 0; at < 64; at++) {
        byte[] bytes = new byte[64];
        Arrays.fill(bytes, (byte) other);
        bytes[at] = '\n';
        if (other != '\n') {
          assertThat(found(bytes, 0, 64)).containsExactly(at);
        }
      }
    }
  }

  @Property
  void findsAllThatALoopFindsWhetherFewOrMany(
      @ForAll @Size(max = 300) @ByteRange(min = 8, max = 13) byte[] crowd,
      @ForAll @Size(max = 300) byte[] usual,
      @ForAll @IntRange(max = 80) int from) {
    for (byte[] bytes : List.of(crowd, usual)) {
      int begin = Math.min(from, bytes.length);
      int[] expected = IntStream.range(begin, bytes.length).filter(i -> bytes[i] == '\n').toArray();

      assertThat(found(bytes, begin, bytes.length)).isEqualTo(expected);
    }
  }

  private static int[] found(byte[] bytes, int from, int to) {
    int[] found = new int[to - from];
    return Arrays.copyOf(found, Newlines.find(bytes, from, to, found));
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
