package io.correlator.api.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.Block;
import io.correlator.api.Block.Counting;
import io.correlator.api.Block.Provenance;
import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.LogRecord.Flag;
import io.correlator.api.RecordHeader;
import io.correlator.api.RecordId;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CaptureRoundTripTest {
  @Property(tries = 300)
  void givesBackEveryRecordExactly(
      @ForAll("records") List<LogRecord> records,
      @ForAll @IntRange(min = 1, max = 500) int segment) {
    Captures.Found found = Captures.read(Captures.write(records, segment));

    assertThat(found.records()).isEqualTo(Captures.captured(records));
    assertThat(found.damages()).isEmpty();
  }

  @Provide
  Arbitrary<List<LogRecord>> records() {
    Arbitrary<Provenance> provenances =
        Combinators.combine(
                Arbitraries.oneOf(
                    Arbitraries.of("auth.log", "udp"), Arbitraries.strings().ofMaxLength(12)),
                Arbitraries.oneOf(Arbitraries.of(0L), Arbitraries.longs()),
                Arbitraries.of(Counting.class),
                Arbitraries.of("", "rfc3164", "rfc5424"))
            .as(CaptureRoundTripTest::provenance);
    Arbitrary<LogRecord> record =
        Combinators.combine(
                provenances,
                Arbitraries.longs(),
                Arbitraries.longs().between(0, Long.MAX_VALUE),
                Arbitraries.longs(),
                Arbitraries.longs(),
                Arbitraries.of(true, false),
                Arbitraries.of(true, false),
                raw())
            .as(CaptureRoundTripTest::record);
    return record.list().ofMaxSize(20);
  }

  private static Provenance provenance(
      String name, long incarnation, Counting counting, String format) {
    // The encoder of names replaces what is no character; so does this.
    String text = name.replaceAll("\\p{Cs}", "?");
    return new Provenance(text, incarnation, counting, format, record -> Fields.empty())
        .from(incarnation % 2 == 0 ? "" : "192.0.2." + text.length());
  }

  /** Bytes in which the mark and its parts are frequent. */
  private static Arbitrary<byte[]> raw() {
    return Arbitraries.frequencyOf(
            Tuple.of(5, Arbitraries.bytes().array(byte[].class).ofMaxSize(40)),
            Tuple.of(2, Arbitraries.of(SegmentMark.MARK.clone())),
            Tuple.of(1, Arbitraries.of(Captures.latin1("\u00f7CORCAP"))),
            Tuple.of(1, Arbitraries.of(Captures.latin1("\u00f7COR"))))
        .list()
        .ofMaxSize(5)
        .map(parts -> Captures.concat(parts.toArray(new byte[0][])));
  }

  private static LogRecord record(
      Provenance provenance,
      long position,
      long line,
      long received,
      long time,
      boolean timed,
      boolean truncated,
      byte[] raw) {
    RecordHeader header = new RecordHeader();
    if (timed) {
      header.timestamp(time);
    }
    Instant fallback = Instant.ofEpochMilli(time);
    Block block = Block.of(raw, provenance, position, line, Instant.ofEpochMilli(received));
    return truncated
        ? block.truncatedRecord(0, raw.length, 0, header, fallback)
        : block.record(0, raw.length, 0, header, fallback);
  }

  @Test
  void keepsTheIdentity() {
    LogRecord record = Captures.record(Captures.AUTH, 4096, 17, "hello");

    CapturedRecord captured = Captures.read(Captures.write(List.of(record))).records().get(0);

    assertThat(captured.id()).isEqualTo(new RecordId("auth.log", 7, 4096)).isEqualTo(record.id());
    assertThat(captured.line()).isEqualTo(17);
  }

  @Test
  void keepsTheTimeThatWasDecidedLive() {
    RecordHeader untimed = new RecordHeader();
    Instant neighbour = Instant.parse("2025-12-31T23:59:59.999Z");
    LogRecord record =
        Block.of(new byte[3], Captures.UDP, 1, 0, Captures.RECEIVED)
            .record(0, 3, 0, untimed, neighbour);

    CapturedRecord captured = Captures.read(Captures.write(List.of(record))).records().get(0);

    assertThat(captured.timestamp()).isEqualTo(neighbour);
    assertThat(captured.received()).isEqualTo(Captures.RECEIVED);
    assertThat(captured.flags()).containsExactly(Flag.TIME_FALLBACK);
  }

  @Test
  void givesThePositionOfARecordInsideItsBlock() {
    byte[] block = Captures.latin1("first\nsecond");
    Block read = Block.of(block, Captures.AUTH, 1000, 50, Captures.RECEIVED);
    LogRecord second = read.record(6, 12, 1, new RecordHeader(), Captures.WRITTEN);

    CapturedRecord captured = Captures.read(Captures.write(List.of(second))).records().get(0);

    assertThat(captured.position()).isEqualTo(1006);
    assertThat(captured.line()).isEqualTo(51);
    assertThat(captured.raw()).hasToString("second");
  }

  @Test
  void definesASourceOncePerSegment() {
    List<LogRecord> records = Captures.some(9);

    byte[] capture = Captures.write(records);

    int bodies = records.stream().mapToInt(record -> 9 + 38 + record.length()).sum();
    int auth = 9 + 21 + "auth.log".length() + "rfc3164".length();
    int udp = 9 + 21 + "udp:514".length();
    assertThat(capture).hasSize(16 + auth + udp + bodies);
  }

  @Test
  void tellsApartSourcesOfOneNameThatDifferElsewhere() {
    Provenance rotated =
        new Provenance("auth.log", 8, Counting.BYTES, "rfc3164", record -> Fields.empty());
    List<LogRecord> records =
        List.of(Captures.record(Captures.AUTH, 1, 1, "old"), Captures.record(rotated, 1, 1, "new"));

    List<CapturedRecord> found = Captures.read(Captures.write(records)).records();

    assertThat(found).extracting(record -> record.source().incarnation()).containsExactly(7L, 8L);
  }

  @Test
  void holdsALineOfManyMegabytes() {
    byte[] raw = new byte[20 << 20];
    raw[raw.length - 1] = 'x';
    LogRecord huge = Captures.record(Captures.AUTH, 0, 1, raw);
    LogRecord next = Captures.record(Captures.AUTH, raw.length, 2, "next");

    List<CapturedRecord> found = Captures.read(Captures.write(List.of(huge, next))).records();

    assertThat(found).isEqualTo(Captures.captured(List.of(huge, next)));
  }

  @Test
  void hasNoRecordsIfNothingWasWritten() {
    assertThat(Captures.read(Captures.write(List.of())).records()).isEmpty();
    assertThat(Captures.read(new byte[0])).isEqualTo(new Captures.Found(List.of(), List.of()));
  }
}
