package io.correlator.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.correlator.api.Block.Counting;
import io.correlator.api.Block.Provenance;
import io.correlator.api.LogRecord.Flag;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogRecordTest {
  private static final Instant RECEIVED = Instant.parse("2026-03-01T10:00:00.250Z");
  private static final Instant WRITTEN = Instant.parse("2026-03-01T09:59:59.5Z");

  private static final String FIRST = "<34>one";
  private static final String SECOND = "bastion sshd[17]: hello";
  private static final byte[] TEXT = (FIRST + '\n' + SECOND + '\n').getBytes(UTF_8);
  private static final int FROM = FIRST.length() + 1;
  private static final int TO = FROM + SECOND.length();

  private final RecordHeader header = new RecordHeader();

  private static Provenance provenance(Counting counting) {
    return new Provenance("auth.log", 7, counting, "plain", r -> Fields.of("user", "root"));
  }

  private static Block block(Counting counting) {
    return Block.of(TEXT, provenance(counting), 1000, 50, RECEIVED);
  }

  private LogRecord second() {
    return block(Counting.BYTES).record(FROM, TO, 1, header, RECEIVED);
  }

  private LogRecord parsed() {
    header.timestamp(WRITTEN.toEpochMilli());
    header.priority(34);
    header.host(FROM, FROM + 7);
    header.program(FROM + 8, FROM + 12);
    header.processId(FROM + 13, FROM + 15);
    header.message(FROM + 18);
    return second();
  }

  @Test
  void givesThePartsThatTheHeaderFound() {
    LogRecord record = parsed();

    assertThat(record.host()).contains("bastion");
    assertThat(record.program()).contains("sshd");
    assertThat(record.processId()).contains("17");
    assertThat(record.message()).isEqualTo("hello");
    assertThat(record.raw()).isEqualTo(SECOND).isEqualTo(record.toString());
    assertThat(record.length()).isEqualTo(SECOND.length());
    assertThat(record.hostSlice()).isEqualTo(Slice.of("bastion"));
    assertThat(record.programSlice()).isEqualTo(Slice.of("sshd"));
    assertThat(record.processIdSlice()).isEqualTo(Slice.of("17"));
    assertThat(record.messageSlice()).isEqualTo(Slice.of("hello"));
    assertThat(record.timestamp()).isEqualTo(WRITTEN);
    assertThat(record.received()).isEqualTo(RECEIVED);
    assertThat(record.severity()).contains(Severity.CRITICAL);
    assertThat(record.facility()).hasValue(4);
    assertThat(record.flags()).isEmpty();
    assertThat(record.failure()).isEmpty();
  }

  @Test
  void hasNoPartsWhereTheHeaderFoundNone() {
    LogRecord record = second();

    assertThat(record.host()).isEmpty();
    assertThat(record.program()).isEmpty();
    assertThat(record.processId()).isEmpty();
    assertThat(record.hostSlice()).isEqualTo(Slice.empty());
    assertThat(record.message()).isEqualTo(SECOND);
    assertThat(record.severity()).isEmpty();
    assertThat(record.facility()).isEmpty();
  }

  @Test
  void showsTheNoteOfTheParserUntilTheFieldsAreRead() {
    header.note("found");
    Provenance provenance =
        new Provenance(
            "a", 0, Counting.BYTES, r -> Fields.of("note", r.note().map(String::valueOf).get()));
    LogRecord record =
        Block.of(TEXT, provenance, 0, 1, RECEIVED).record(FROM, TO, 1, header, RECEIVED);

    assertThat(record.flagged(Flag.LATE).fields().text("note")).contains("found");
    assertThat(record.fields().text("note")).contains("found");
    assertThat(record.note()).isEmpty();
    assertThat(record.compact().note()).isEmpty();
    header.reset();
    assertThat(second().note()).isEmpty();
  }

  @Test
  void takesTheFallbackAsItsTimeIfItCarriesNone() {
    LogRecord record = second();

    assertThat(record.timestamp()).isEqualTo(RECEIVED);
    assertThat(record.flags()).containsExactly(Flag.TIME_FALLBACK);
  }

  @Test
  void knowsThatItsEndIsMissing() {
    header.timestamp(1);
    LogRecord record = block(Counting.BYTES).truncatedRecord(FROM, TO, 1, header, RECEIVED);

    assertThat(record.flags()).containsExactly(Flag.TRUNCATED);
    assertThat(record.is(Flag.TRUNCATED)).isTrue();
    assertThat(record.compact().flags()).containsExactly(Flag.TRUNCATED);
  }

  @Test
  void countsItsPositionInBytes() {
    assertThat(second().id()).isEqualTo(new RecordId("auth.log", 7, 1000 + FROM));
    assertThat(second().line()).isEqualTo(51);
  }

  @Test
  void countsItsPositionInRecords() {
    LogRecord record = block(Counting.RECORDS).record(FROM, TO, 1, header, RECEIVED);

    assertThat(record.id()).isEqualTo(new RecordId("auth.log", 7, 1001));
    assertThat(record.compact().id()).isEqualTo(record.id());
  }

  @Test
  void hasNoLineInASourceWithoutLines() {
    Block block = Block.of(TEXT, provenance(Counting.RECORDS), 0, 0, RECEIVED);
    LogRecord record = block.record(FROM, TO, 1, header, RECEIVED);

    assertThat(record.line()).isZero();
    assertThat(record.compact().line()).isZero();
  }

  @Test
  void isTheSameWhenCompact() {
    LogRecord record = parsed();
    LogRecord compact = record.compact();

    assertThat(compact)
        .usingRecursiveComparison()
        .ignoringFields("block", "from", "index", "message", "fields")
        .isEqualTo(record);
    assertThat(compact.id()).isEqualTo(record.id());
    assertThat(compact.line()).isEqualTo(51);
    assertThat(compact.host()).contains("bastion");
    assertThat(compact.message()).isEqualTo("hello");
    assertThat(compact.raw()).isEqualTo(SECOND);
    assertThat(compact.received()).isEqualTo(RECEIVED);
    assertThat(compact.provenance()).isEqualTo(record.provenance());
    assertThat(compact.fields()).isEqualTo(record.fields());
  }

  @Test
  void isNotCopiedAgainWhenCompact() {
    LogRecord compact = second().compact();

    assertThat(compact.compact()).isSameAs(compact);
  }

  @Test
  void isIndependentOfTheHeaderOnceMade() {
    LogRecord record = parsed();
    header.reset();
    header.host(FROM, FROM + 2);

    assertThat(record.host()).contains("bastion");
    assertThat(record.timestamp()).isEqualTo(WRITTEN);
  }

  @ParameterizedTest
  @EnumSource(ParseFailure.class)
  void remembersWhyItCouldNotBeRead(ParseFailure failure) {
    header.failed(failure);
    header.priority(191);

    assertThat(second().failure()).contains(failure);
    assertThat(second().compact().failure()).contains(failure);
    assertThat(second().severity()).contains(Severity.DEBUG);
    assertThat(second().facility()).hasValue(23);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 192, 255, 256, Integer.MIN_VALUE})
  void hasNoPriorityOutsideTheStandard(int priority) {
    assertThatIllegalArgumentException().isThrownBy(() -> header.priority(priority));
  }

  @Test
  void holdsPartsUpToItsLimitsAndNoneBeyond() {
    byte[] bytes = "x".repeat(200_000).getBytes(UTF_8);
    Block block = Block.of(bytes, provenance(Counting.BYTES), 0, 1, RECEIVED);
    header.host(10 + 65_535, 10 + 65_535 + 65_535);
    header.program(10 + 65_536, 10 + 65_537);
    header.processId(10, 10 + 65_536);

    LogRecord record = block.record(10, 199_000, 0, header, RECEIVED);

    assertThat(record.hostSlice().length()).isEqualTo(65_535);
    assertThat(record.compact().host()).contains("x".repeat(65_535));
    assertThat(record.program()).isEmpty();
    assertThat(record.processId()).isEmpty();
  }

  @Test
  void hasNoPartThatReachesOutOfIt() {
    header.host(0, 5);
    header.program(TO - 1, TO + 1);
    header.processId(FROM + 4, FROM + 3);
    header.message(TO + 100);

    LogRecord record = second();

    assertThat(record.host()).isEmpty();
    assertThat(record.program()).isEmpty();
    assertThat(record.processId()).isEmpty();
    assertThat(record.message()).isEmpty();
  }

  @Test
  void startsItsMessageAtItsOwnStartAtTheEarliest() {
    header.message(0);

    assertThat(second().message()).isEqualTo(SECOND);
  }

  @Test
  void cannotBeCutOutsideTheBlock() {
    Block block = block(Counting.BYTES);

    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> block.record(FROM, TEXT.length + 1, 0, header, RECEIVED));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> block.record(5, 4, 0, header, RECEIVED));
  }

  @Test
  void mayBeEmpty() {
    LogRecord record = block(Counting.BYTES).record(3, 3, 0, header, RECEIVED);

    assertThat(record.raw()).isEmpty();
    assertThat(record.compact().message()).isEmpty();
    assertThat(record.compact().position()).isEqualTo(1003);
  }

  @Test
  void looksForAFieldInItsPartsFirst() {
    LogRecord record = parsed();

    assertThat(record.field("host")).contains("bastion");
    assertThat(record.field("program")).contains("sshd");
    assertThat(record.field("processId")).contains("17");
    assertThat(record.field("severity")).contains("critical");
    assertThat(record.field("message")).contains("hello");
    assertThat(record.field("raw")).contains(SECOND);
    assertThat(record.field("source")).contains("auth.log");
    assertThat(record.field("user")).contains("root");
    assertThat(record.field("nothing")).isEmpty();
  }

  @Test
  void takesAPartThatIsMissingFromItsFields() {
    Provenance json =
        new Provenance("a.json", 0, Counting.BYTES, "json", r -> Fields.of("host", "web"));
    LogRecord record =
        Block.of(TEXT, json, 0, 1, RECEIVED).record(0, 7, 0, new RecordHeader(), RECEIVED);

    assertThat(record.field("host")).contains("web");
    assertThat(record.host()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"a b\"} | a b",
        "\"a\\tb\\\"\\/\\\\\" | a\tb\"/\\",
        "\"\\u00e4\\u20AC\\ud83d\\ude00\" | ä€😀",
        "\"\\ud83d\\u0041\\ude00\" | \ufffdA\ufffd",
        "\"never closed | never closed",
        "\"cut\\u12 | cut\ufffd",
        "\"cut\\ | cut\\",
      })
  void decodesAQuotedMessage(String quoted, String expected) {
    byte[] line = ("x=" + quoted).getBytes(UTF_8);
    header.quotedMessage(2);
    LogRecord record =
        Block.of(line, provenance(Counting.BYTES), 0, 1, RECEIVED)
            .record(0, line.length, 0, header, RECEIVED);

    assertThat(record.message()).isEqualTo(expected);
    assertThat(record.messageSlice().toString()).isEqualTo(expected);
    assertThat(record.isMessageQuoted()).isTrue();
    assertThat(record.messageIndex()).isEqualTo(2);
  }
}
