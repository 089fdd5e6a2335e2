package io.correlator.api.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.correlator.api.Block;
import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.ParseFailure;
import io.correlator.api.RecordCodec;
import io.correlator.api.RecordHeader;
import io.correlator.api.Slice;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class CodecTest {
  private static final Block.Provenance PROVENANCE =
      new Block.Provenance(
          "auth.log", 7, Block.Counting.BYTES, "rfc3164", record -> Fields.of("f", "v"));

  /** Writes records with what they share left out. */
  private static final class Output extends DataOutputStream implements RecordOutput {
    Output(ByteArrayOutputStream bytes) {
      super(bytes);
    }

    @Override
    public void writeRecord(LogRecord record) throws IOException {
      RecordCodec.write(record, this);
    }
  }

  private static final class Input extends DataInputStream implements RecordInput {
    Input(byte[] bytes) {
      super(new ByteArrayInputStream(bytes));
    }

    @Override
    public LogRecord readRecord() throws IOException {
      return RecordCodec.read(this, PROVENANCE);
    }
  }

  private static <T> byte[] written(Codec<T> codec, T value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      codec.write(value, new Output(bytes));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }

  private static <T> T there(Codec<T> codec, T value) {
    try {
      return codec.read(codec.version(), new Input(written(codec, value)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  enum Level {
    LOW,
    HIGH
  }

  record Inner(String name, boolean known) {}

  record Login(Inner who, Level level, List<Instant> times) {}

  record Dated(int id, ZonedDateTime date) {}

  record Node(Optional<Node> next) {}

  record Positive(int number) {
    Positive {
      if (number < 1) {
        throw new IllegalArgumentException("number must be positive, was " + number);
      }
    }
  }

  record Everything(
      byte b,
      short s,
      int i,
      long l,
      char c,
      float f,
      double d,
      Integer boxed,
      String text,
      Level level,
      Instant time,
      Duration duration,
      Slice slice,
      Optional<String> perhaps,
      OptionalInt number,
      List<Inner> list,
      Set<Long> set,
      Map<String, List<Level>> map) {}

  private static final Codec<Everything> EVERYTHING =
      Codec.of(MethodHandles.lookup(), Everything.class);

  @Test
  void aRecordOfPlainTypesComesBackAsItWas() {
    Everything value =
        new Everything(
            (byte) -1,
            Short.MIN_VALUE,
            Integer.MAX_VALUE,
            Long.MIN_VALUE,
            '\u00e9',
            1.5f,
            -0.0,
            7,
            "ta\u0142e \ud83d\ude00\n",
            Level.HIGH,
            Instant.parse("2026-03-01T10:00:00.123456789Z"),
            Duration.ofNanos(-1),
            Slice.copyOf(new byte[] {0, -1, 10}),
            Optional.of(""),
            OptionalInt.of(-3),
            List.of(new Inner("a", true), new Inner("b", false)),
            Set.of(1L, 2L),
            Map.of("k", List.of(Level.LOW)));

    assertThat(there(EVERYTHING, value)).isEqualTo(value);
  }

  @Test
  void textWithALoneSurrogateComesBackAsItWas() {
    assertThat(there(Codec.of(String.class), "a\ud800b")).isEqualTo("a\ud800b");
  }

  @Test
  void aLongArrayComesBackAsItWas() {
    byte[] bytes = new byte[100_000];
    bytes[99_999] = 1;

    assertThat(there(Codec.of(byte[].class), bytes)).isEqualTo(bytes);
  }

  @Test
  void theShapeNamesTheComponentsOfARecordAndTheConstantsOfAnEnum() {
    assertThat(Codec.of(MethodHandles.lookup(), Login.class).shape())
        .isEqualTo(
            "Login(Inner(String name, boolean known) who, Level[LOW, HIGH] level,"
                + " List<Instant> times)");
  }

  @Test
  void refusesAComponentThatIsNotPlainAndNamesIt() {
    assertThatThrownBy(() -> Codec.of(MethodHandles.lookup(), Dated.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Dated.date")
        .hasMessageContaining("java.time.ZonedDateTime")
        .hasMessageContaining("use String, a primitive");
  }

  @Test
  void refusesARecordThatHoldsItself() {
    assertThatThrownBy(() -> Codec.of(MethodHandles.lookup(), Node.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Node.next")
        .hasMessageContaining("holds itself");
  }

  @Test
  void aRecordIsReadThroughItsOwnConstructor() {
    Codec<Positive> codec = Codec.of(MethodHandles.lookup(), Positive.class);

    assertThatThrownBy(() -> codec.read(1, new Input(new byte[4])))
        .hasMessageContaining("must be positive");
  }

  @Test
  void aLengthThatIsTooLargeEndsAtTheEndOfTheInput() {
    byte[] huge = {0x7f, -1, -1, -1, 1, 2, 3};

    assertThatThrownBy(() -> Codec.of(byte[].class).read(1, new Input(huge)))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> Codec.list(Codec.of(Integer.class)).read(1, new Input(huge)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aValueIsChargedForWhatItHolds() {
    Codec<Inner> codec = Codec.of(MethodHandles.lookup(), Inner.class);

    int small = codec.footprint(new Inner("", true));
    assertThat(codec.footprint(new Inner("x".repeat(100), true))).isEqualTo(small + 100);
  }

  @Test
  void aLogRecordKeepsAllThatIsKnownOfIt() {
    byte[] block = "xx<34>host prog[12]: said\nyy".getBytes(StandardCharsets.UTF_8);
    RecordHeader header = new RecordHeader();
    header.timestamp(1_234_567);
    header.priority(34);
    header.host(6, 10);
    header.program(11, 15);
    header.processId(16, 18);
    header.message(21);
    header.failed(ParseFailure.MALFORMED);
    LogRecord record =
        Block.of(block, PROVENANCE, 100, 5, Instant.ofEpochMilli(99))
            .truncatedRecord(2, 25, 3, header, Instant.EPOCH)
            .flagged(LogRecord.Flag.LATE);

    LogRecord read = there(Codec.of(LogRecord.class), record);

    assertThat(read.raw()).isEqualTo(record.raw());
    assertThat(read.id()).isEqualTo(record.id());
    assertThat(read.line()).isEqualTo(record.line());
    assertThat(read.received()).isEqualTo(record.received());
    assertThat(read.timestamp()).isEqualTo(record.timestamp());
    assertThat(read.flags()).isEqualTo(record.flags());
    assertThat(read.failure()).isEqualTo(record.failure());
    assertThat(read.severity()).isEqualTo(record.severity());
    assertThat(read.facility()).isEqualTo(record.facility());
    assertThat(read.host()).contains("host");
    assertThat(read.program()).contains("prog");
    assertThat(read.processId()).contains("12");
    assertThat(read.message()).isEqualTo(record.message());
    assertThat(read.fields()).isEqualTo(record.fields());
  }
}
