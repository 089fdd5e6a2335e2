package io.correlator.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SliceTest {
  /** A slice of these bytes that starts and ends within a greater array. */
  private static Slice inside(byte[] bytes) {
    byte[] around = new byte[bytes.length + 7];
    Arrays.fill(around, (byte) 'a');
    System.arraycopy(bytes, 0, around, 3, bytes.length);
    return new Slice(around, 3, 3 + bytes.length);
  }

  private static String latin1(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }

  @Provide
  Arbitrary<byte[]> few() {
    return Arbitraries.bytes().between((byte) 'a', (byte) 'b').array(byte[].class).ofMaxSize(4);
  }

  @Provide
  Arbitrary<byte[]> many() {
    return Arbitraries.bytes().between((byte) 'a', (byte) 'b').array(byte[].class).ofMaxSize(30);
  }

  @Property
  void findsWhatAStringFinds(
      @ForAll("many") byte[] bytes,
      @ForAll("few") byte[] wanted,
      @ForAll @IntRange(min = -3, max = 40) int begin) {
    String text = latin1(bytes);
    String part = latin1(wanted);
    Slice slice = inside(bytes);
    Slice other = inside(wanted);

    // Unlike a string, a slice has nothing behind its end, not even the empty slice.
    int first = begin > text.length() ? -1 : text.indexOf(part, begin);
    assertThat(slice.indexOf(other, begin)).isEqualTo(first);
    assertThat(slice.indexOf((byte) 'b', begin)).isEqualTo(text.indexOf('b', begin));
    assertThat(slice.lastIndexOf(other)).isEqualTo(text.lastIndexOf(part));
    assertThat(slice.contains(other)).isEqualTo(text.contains(part));
    assertThat(slice.startsWith(other)).isEqualTo(text.startsWith(part));
    assertThat(slice.startsWith(other, begin)).isEqualTo(text.startsWith(part, begin));
    assertThat(slice.endsWith(other)).isEqualTo(text.endsWith(part));
  }

  @Property
  void cutsAsAStringDoes(
      @ForAll byte[] bytes,
      @ForAll @IntRange(min = 0, max = 20) int a,
      @ForAll @IntRange(min = 0, max = 20) int b) {
    int begin = Math.min(Math.min(a, b), bytes.length);
    int end = Math.min(Math.max(a, b), bytes.length);
    Slice slice = inside(bytes);

    assertThat(slice.slice(begin, end).toByteArray())
        .isEqualTo(Arrays.copyOfRange(bytes, begin, end));
    assertThat(slice.slice(begin)).isEqualTo(slice.slice(begin, bytes.length));
    assertThat(slice.toString()).isEqualTo(new String(bytes, UTF_8));
    assertThat(Slice.copyOf(bytes, begin, end)).isEqualTo(slice.slice(begin, end));
  }

  @Property
  void isEqualWhereItsBytesAre(@ForAll("few") byte[] a, @ForAll("few") byte[] b) {
    Slice copy = Slice.copyOf(a);

    assertThat(inside(a)).isEqualTo(copy).hasSameHashCodeAs(copy);
    assertThat(inside(a).equals(inside(b))).isEqualTo(Arrays.equals(a, b));
  }

  @Test
  void findsNothingBehindItsEndHoweverFarThatIs() {
    Slice slice = inside("abc".getBytes(UTF_8));

    assertThat(slice.indexOf((byte) 'a', Integer.MAX_VALUE)).isEqualTo(-1);
    assertThat(slice.indexOf(Slice.of("a"), Integer.MAX_VALUE)).isEqualTo(-1);
    assertThat(slice.startsWith(Slice.of("a"), Integer.MAX_VALUE)).isFalse();
  }

  @Test
  void givesNoByteOutsideItself() {
    Slice slice = inside("abc".getBytes(UTF_8));

    assertThat(slice.byteAt(2)).isEqualTo((byte) 'c');
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> slice.byteAt(3));
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> slice.byteAt(-1));
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> slice.slice(4));
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> slice.slice(2, 1));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> Slice.copyOf(new byte[3], 1, 4));
  }

  @Test
  void doesNotChangeWithTheArrayItWasCopiedFrom() {
    byte[] bytes = {'a'};
    Slice slice = Slice.copyOf(bytes);
    bytes[0] = 'b';

    assertThat(slice).isEqualTo(Slice.of("a"));
  }

  @Test
  void showsBytesThatAreNoTextAsReplacementCharacters() {
    assertThat(Slice.copyOf(new byte[] {'a', (byte) 0xff, 'b'})).hasToString("a\ufffdb");
    assertThat(Slice.of("\ud800")).hasToString("?");
  }

  @Test
  void copiesItsBytesToWhereTheyAreWanted() {
    byte[] target = "12345".getBytes(UTF_8);
    inside("ab".getBytes(UTF_8)).copyTo(target, 2);

    assertThat(target).isEqualTo("12ab5".getBytes(UTF_8));
  }
}
