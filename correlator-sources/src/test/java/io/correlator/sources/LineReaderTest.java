package io.correlator.sources;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.Block;
import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.source.FormatContext;
import io.correlator.api.source.RecordSpan;
import io.correlator.sources.format.PlainFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LineReaderTest {
  private final FakeSourceContext context = new FakeSourceContext();

  @Test
  void endsLinesInLfOrCrlfAndNothingElse() throws Exception {
    read("a\nb\r\nc\rd\n\r\n\n\re", 4, 100);

    assertThat(context.raws()).containsExactly("a", "b", "c\rd", "", "", "\re");
  }

  @Test
  void keepsTheCarriageReturnOfALastLineThatDoesNotEnd() throws Exception {
    read("a\r\nb\r", 4, 100);

    assertThat(context.raws()).containsExactly("a", "b\r");
  }

  @Test
  void makesNoRecordOfNothing() throws Exception {
    read("", 4, 100);

    assertThat(context.records).isEmpty();
  }

  @Test
  void keepsALineOfTheGreatestLengthWhole() throws Exception {
    read("12345678\r\n12345678\n12345678", 3, 8);

    assertThat(context.raws()).containsExactly("12345678", "12345678", "12345678");
    assertThat(context.records).noneMatch(record -> record.is(LogRecord.Flag.TRUNCATED));
  }

  @Test
  void cutsALineThatIsOneByteTooLong() throws Exception {
    read("123456789\r\n123456789\n123456789", 3, 8);

    assertThat(context.raws()).containsExactly("12345678", "12345678", "12345678");
    assertThat(context.records).allMatch(record -> record.is(LogRecord.Flag.TRUNCATED));
  }

  @Test
  void keepsAByteBeforeAndAfterATooLongLineInItsPlace() throws Exception {
    read("ab\n" + "x".repeat(1000) + "\ncd\r\ne", 16, 20);

    assertThat(context.raws()).containsExactly("ab", "x".repeat(20), "cd", "e");
    assertThat(context.records.stream().map(LogRecord::position))
        .containsExactly(0L, 3L, 1004L, 1008L);
    assertThat(context.records.stream().map(LogRecord::line)).containsExactly(1L, 2L, 3L, 4L);
  }

  /** A line as it was written, with its end. */
  private record Written(String text, String end) {}

  @Property(tries = 3000)
  void findsTheLinesOfANaiveSplitter(
      @ForAll("texts") List<String> pieces,
      @ForAll @IntRange(min = 1, max = 40) int blockSize,
      @ForAll @IntRange(min = 1, max = 50) int maxLength,
      @ForAll @IntRange(min = 1, max = 50) int mostPerRead)
      throws Exception {
    String text = String.join("", pieces);
    FakeSourceContext found = new FakeSourceContext();
    read(new Trickle(text.getBytes(ISO_8859_1), mostPerRead), blockSize, maxLength, found);

    List<Written> expected = split(text);
    assertThat(found.raws())
        .isEqualTo(
            expected.stream()
                .map(line -> line.text().substring(0, Math.min(line.text().length(), maxLength)))
                .toList());
    long position = 0;
    for (int i = 0; i < expected.size(); i++) {
      LogRecord record = found.records.get(i);
      assertThat(record.position()).isEqualTo(position);
      assertThat(record.line()).isEqualTo(i + 1);
      assertThat(record.is(LogRecord.Flag.TRUNCATED))
          .isEqualTo(expected.get(i).text().length() > maxLength);
      position += expected.get(i).text().length() + expected.get(i).end().length();
    }
    assertThat(position).isEqualTo(text.length());
  }

  @Property(tries = 50)
  void findsTheSameLinesInBlocksLargeAndSmall(
      @ForAll Random random,
      @ForAll @IntRange(min = 200, max = 20_000) int blockSize,
      @ForAll @IntRange(min = 1, max = 6_000) int mostPerRead)
      throws Exception {
    StringBuilder text = new StringBuilder();
    while (text.length() < 20_000) {
      text.append("x".repeat(random.nextInt(random.nextBoolean() ? 200 : 8)));
      text.append(random.nextInt(5) == 0 ? "\r\n" : "\n");
    }
    FakeSourceContext found = new FakeSourceContext();

    byte[] bytes = text.toString().getBytes(ISO_8859_1);
    read(new Trickle(bytes, mostPerRead), blockSize, 10_000, found);

    assertThat(found.raws()).isEqualTo(split(text.toString()).stream().map(Written::text).toList());
  }

  @Property
  void rebuildsTheTextFromRecordsAndLineEnds(
      @ForAll("texts") List<String> pieces, @ForAll @IntRange(min = 1, max = 40) int blockSize)
      throws Exception {
    String text = String.join("", pieces);
    FakeSourceContext found = new FakeSourceContext();
    read(new Trickle(text.getBytes(ISO_8859_1), 1000), blockSize, 10_000, found);

    StringBuilder rebuilt = new StringBuilder();
    List<Written> lines = split(text);
    for (int i = 0; i < lines.size(); i++) {
      rebuilt.append(new String(found.records.get(i).rawSlice().toByteArray(), ISO_8859_1));
      rebuilt.append(lines.get(i).end());
    }
    assertThat(rebuilt).hasToString(text);
  }

  @Provide
  Arbitrary<List<String>> texts() {
    Arbitrary<String> run =
        Arbitraries.strings().withChars('a', 'b', '\0', '\u007f').ofMinLength(0).ofMaxLength(45);
    Arbitrary<String> end = Arbitraries.of("\n", "\n", "\r\n", "\r", "\r\r\n", "\n\n", "\n\r");
    return Arbitraries.oneOf(run, end, end).list().ofMaxSize(30);
  }

  private static List<Written> split(String text) {
    List<Written> lines = new ArrayList<>();
    for (String line : text.split("(?<=\n)", -1)) {
      String end = line.endsWith("\r\n") ? "\r\n" : line.endsWith("\n") ? "\n" : "";
      if (!line.isEmpty()) {
        lines.add(new Written(line.substring(0, line.length() - end.length()), end));
      }
    }
    return lines;
  }

  @Test
  void skipsALineOf100MebibytesInLittleMemory() throws Exception {
    byte[] mebibyte = new byte[1 << 20];
    Arrays.fill(mebibyte, (byte) 'a');
    InputStream huge =
        new java.io.SequenceInputStream(
            java.util.Collections.enumeration(
                java.util.stream.Stream.concat(
                        java.util.stream.Stream.generate(() -> mebibyte).limit(100),
                        java.util.stream.Stream.of("\nnext\n".getBytes(ISO_8859_1)))
                    .map(ByteArrayInputStream::new)
                    .collect(Collectors.toList())));
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    long before = threads.getCurrentThreadAllocatedBytes();
    read(huge, 128 * 1024, 64 * 1024, context);

    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(4 << 20);
    assertThat(context.records).hasSize(2);
    assertThat(context.records.get(0).length()).isEqualTo(64 * 1024);
    assertThat(context.records.get(1).raw()).isEqualTo("next");
    assertThat(context.records.get(1).position()).isEqualTo((100 << 20) + 1);
  }

  private void read(String text, int blockSize, int maxLength) throws Exception {
    read(new ByteArrayInputStream(text.getBytes(ISO_8859_1)), blockSize, maxLength, context);
  }

  private static void read(InputStream in, int blockSize, int maxLength, FakeSourceContext context)
      throws Exception {
    RecordAssembler assembler =
        new RecordAssembler(
            new Block.Provenance("x", 0, Block.Counting.BYTES, record -> Fields.empty()),
            new PlainFormat().open(new FormatContext(ZoneOffset.UTC, Instant.EPOCH)),
            context,
            Instant.EPOCH);
    LineReader reader =
        new LineReader(
            in,
            assembler,
            RecordSpan.LINE,
            InstantSource.fixed(Instant.EPOCH),
            0,
            new LineReader.Limits(blockSize, blockSize, maxLength));
    while (reader.read()) {
      // All the work is done in the condition.
    }
  }

  /** Gives a few bytes at a time, as a pipe does. */
  private static final class Trickle extends ByteArrayInputStream {
    private final int most;

    Trickle(byte[] bytes, int most) {
      super(bytes);
      this.most = most;
    }

    @Override
    public synchronized int read(byte[] target, int offset, int length) {
      return super.read(target, offset, Math.min(length, most));
    }
  }

  @Test
  void givesTheLinesBeforeAFailure() {
    InputStream broken =
        new ByteArrayInputStream("a\nb\nc".getBytes(ISO_8859_1)) {
          @Override
          public synchronized int read(byte[] target, int offset, int length) {
            int count = super.read(target, offset, Math.min(length, 5));
            if (count < 0) {
              throw new java.io.UncheckedIOException(new IOException("unplugged"));
            }
            return count;
          }
        };

    org.assertj.core.api.Assertions.assertThatThrownBy(() -> read(broken, 16, 100, context))
        .hasRootCauseMessage("unplugged");
    assertThat(context.raws()).containsExactly("a", "b");
  }
}
