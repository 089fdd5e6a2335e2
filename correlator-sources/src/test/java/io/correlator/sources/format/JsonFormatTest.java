package io.correlator.sources.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.ParseFailure;
import io.correlator.api.Severity;
import io.correlator.api.source.FormatContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFormatTest {
  private static final JsonFormat JSON = new JsonFormat();

  private static LogRecord read(String line) {
    return Line.read(JSON, line);
  }

  @Test
  void findsWhatEveryRecordHas() {
    LogRecord record =
        read(
            "{\"time\":\"2026-03-01T07:28:03.5Z\",\"host\":\"web1\",\"program\":\"sshd\","
                + "\"pid\":4711,\"level\":\"WARN\",\"message\":\"Failed password for root\"}");

    assertThat(record.timestamp()).isEqualTo(Instant.parse("2026-03-01T07:28:03.5Z"));
    assertThat(record.host()).contains("web1");
    assertThat(record.program()).contains("sshd");
    assertThat(record.processId()).contains("4711");
    assertThat(record.severity()).contains(Severity.WARNING);
    assertThat(record.message()).isEqualTo("Failed password for root");
    assertThat(record.failure()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1772350083       | 2026-03-01T07:28:03Z",
        "1772350083.25    | 2026-03-01T07:28:03.250Z",
        "1772350083250    | 2026-03-01T07:28:03.250Z",
        "1772350083250999 | 2026-03-01T07:28:03.250Z",
        "1772350083250999888 | 2026-03-01T07:28:03.250Z",
        "\"1772350083\"   | 2026-03-01T07:28:03Z",
        "\"2026-03-01T08:28:03+01:00\" | 2026-03-01T07:28:03Z",
        "\"2026-03-01 07:28:03,250\" | 2026-03-01T07:28:03.250Z",
        "\"2026-03-01T07:28:03.123456789Z\" | 2026-03-01T07:28:03.123Z"
      })
  void readsTimesAsTextAndAsNumbers(String value, Instant expected) {
    assertThat(read("{\"time\": " + value + "}").timestamp()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "12",
        "0.25",
        "\"12 ms\"",
        "\"yesterday\"",
        "\"2026-03-01T07:28:03Z and more\"",
        "\"2026-02-30T07:28:03Z\"",
        "-1772350083",
        "1.7e9",
        "99999999999999999999999",
        "true",
        "null",
        "{\"timestamp\": \"2026-03-01T07:28:03Z\"}",
        "[\"2026-03-01T07:28:03Z\"]"
      })
  void passesOverWhatIsNoTime(String value) {
    LogRecord record = read("{\"time\": " + value + "}");

    assertThat(record.failure()).isEmpty();
    assertThat(record.is(LogRecord.Flag.TIME_FALLBACK)).isTrue();
  }

  @Test
  void believesTheTimeThatStandsFirstInTheListWhereverItStandsInTheLine() {
    LogRecord record =
        read(
            "{\"ts\":1000000000,\"@timestamp\":\"2026-03-01T07:28:03Z\","
                + "\"time\":\"2020-01-01T00:00:00Z\"}");

    assertThat(record.timestamp()).isEqualTo(Instant.parse("2026-03-01T07:28:03Z"));
  }

  @Test
  void readsTimesWithoutAZoneInThatOfTheSourceUnlessTheyAreKnownToBeUtc() {
    FormatContext zurich = new FormatContext(ZoneId.of("Europe/Zurich"), Line.REFERENCE);

    assertThat(Line.read(JSON, zurich, "{\"time\":\"2026-03-01 07:28:03\"}").timestamp())
        .isEqualTo(Instant.parse("2026-03-01T06:28:03Z"));
    assertThat(Line.read(JSON, zurich, "{\"UtcTime\":\"2026-03-01 07:28:03\"}").timestamp())
        .isEqualTo(Instant.parse("2026-03-01T07:28:03Z"));
  }

  @Test
  void findsNamesOfTheCommonSchemaFlatAndNested() {
    for (String line :
        List.of(
            "{\"host\":{\"name\":\"web1\"},\"process\":{\"name\":\"sshd\",\"pid\":1},"
                + "\"log\":{\"level\":\"error\"}}",
            "{\"host.name\":\"web1\",\"process.name\":\"sshd\",\"process.pid\":1,"
                + "\"log.level\":\"error\"}")) {
      LogRecord record = read(line);

      assertThat(record.host()).as(line).contains("web1");
      assertThat(record.program()).as(line).contains("sshd");
      assertThat(record.processId()).as(line).contains("1");
      assertThat(record.severity()).as(line).contains(Severity.ERROR);
    }
  }

  @Test
  void takesNothingForTheHeaderThatStandsElsewhere() {
    LogRecord record =
        read(
            "{\"a\":{\"host\":\"x\",\"message\":\"x\"},\"host\":[{\"name\":\"x\"}],"
                + "\"log\":[[{\"level\":\"error\"}]],\"b\":[{\"program\":\"x\"}]}");

    assertThat(record.host()).isEmpty();
    assertThat(record.program()).isEmpty();
    assertThat(record.severity()).isEmpty();
    assertThat(record.message()).isEqualTo(record.raw());
  }

  @Test
  void givesNoHostThatHasToBeDecodedOrCannotBeSeen() {
    assertThat(read("{\"host\":\"web\\u001b[2J\"}").host()).isEmpty();
    assertThat(read("{\"host\":\"web 1\"}").host()).isEmpty();
    assertThat(read("{\"host\":\"\"}").host()).isEmpty();
    assertThat(read("{\"program\":\"a\u007fb\"}").program()).isEmpty();
    assertThat(read("{\"host\":\"web\\u0031\"}").field("host")).contains("web1");
  }

  @Test
  void decodesTheMessage() {
    LogRecord record = read("{\"message\":\"a\\tb \\u00e4 \\ud83d\\ude00 \\ud83d \\\"\\/\\\\\"}");

    assertThat(record.message()).isEqualTo("a\tb ä 😀 \ufffd \"/\\");
    assertThat(record.field("message")).contains(record.message());
    assertThat(record.compact().message()).isEqualTo(record.message());
    assertThat(record.messageSlice().toString()).isEqualTo(record.message());
  }

  @ParameterizedTest
  @CsvSource({
    "error,ERROR", "Err,ERROR", "FATAL,CRITICAL", "crit,CRITICAL", "warn,WARNING", "Info,INFO",
    "Informational,INFO", "trace,DEBUG", "notice,NOTICE", "emerg,EMERGENCY", "3,ERROR", "50,ERROR"
  })
  void knowsSeveritiesByNameAndByNumber(String level, Severity expected) {
    assertThat(read("{\"level\":\"" + level + "\"}").severity()).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "\"errors\"", "8", "35", "100", "true", "null", "-1"})
  void passesOverWhatIsNoSeverity(String level) {
    assertThat(read("{\"level\":" + level + "}").severity()).isEmpty();
  }

  @Test
  void givesMembersAsFieldsByNameAndByPath() {
    Fields fields =
        read("{\"a\":{\"b\":{\"c\":\"x\"}},\"a.d\":\"y\",\"e\":[1,\"2\",null]}").fields();

    assertThat(fields.text("a.b.c")).contains("x");
    assertThat(fields.text("a.d")).contains("y");
    assertThat(fields.get("e")).contains(List.of(1L, "2", Fields.NULL));
  }

  @Test
  void tellsNullFromWhatIsMissing() {
    Fields fields = read("{\"a\":null,\"b\":{\"c\":null}}").fields();

    assertThat(fields.has("a")).isTrue();
    assertThat(fields.has("b.c")).isTrue();
    assertThat(fields.has("c")).isFalse();
    assertThat(fields.get("a")).isEmpty();
    assertThat(fields.text("b.c")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-1",
        "42",
        "9223372036854775807",
        "9223372036854775808",
        "-0",
        "1.5",
        "1.50",
        "1e5",
        "1E+2",
        "1.0E10",
        "0.1",
        "-0.0",
        "123456789012345678901234567890",
        "1e999999999",
        "0.000000000000000000000000000000000000000001"
      })
  void showsNumbersAsTheyWereWritten(String number) {
    assertThat(read("{\"n\":" + number + "}").fields().text("n")).contains(number);
  }

  @Test
  void givesNumbersAsNumbersAndHexadecimalOnesAsText() {
    Fields fields = read("{\"a\":5,\"b\":2.5,\"c\":\"0x50800000\",\"d\":true}").fields();

    assertThat(fields.get("a")).contains(5L);
    assertThat(fields.get("b")).contains(2.5);
    assertThat(fields.get("c")).contains("0x50800000");
    assertThat(fields.get("d")).contains(true);
  }

  @Test
  void letsTheLastOfEqualNamesCount() {
    LogRecord record = read("{\"host\":\"a\",\"x\":1,\"host\":\"b\",\"x\":2}");

    assertThat(record.host()).contains("b");
    assertThat(record.fields().text("host")).contains("b");
    assertThat(record.fields().number("x")).contains(2L);
    assertThat(record.fields().size()).isEqualTo(2);
  }

  @Test
  void showsBytesThatAreNoTextAsReplacement() {
    byte[] line = "{\"a\":\"x?y\",\"b?\":1}".getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < line.length; i++) {
      line[i] = line[i] == '?' ? (byte) 0xff : line[i];
    }
    LogRecord record = Line.read(JSON, Line.CONTEXT, line);

    assertThat(record.failure()).isEmpty();
    assertThat(record.fields().text("a")).contains("x\ufffdy");
    assertThat(record.fields().number("b\ufffd")).contains(1L);
  }

  @Test
  void refusesWhatIsNestedTooDeep() {
    assertThat(read("{\"a\":".repeat(64) + "1" + "}".repeat(64)).failure()).isEmpty();
    assertThat(read("{\"a\":".repeat(65) + "1" + "}".repeat(65)).failure())
        .contains(ParseFailure.MALFORMED);
    assertThat(read("[".repeat(100_000)).failure()).contains(ParseFailure.MALFORMED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'{\"a\":1'         | MALFORMED",
        "'{\"a\":1} x'      | MALFORMED",
        "'{\"a\":\"b'       | MALFORMED",
        "'[1,]'             | MALFORMED",
        "'{'                | MALFORMED",
        "''                 | EMPTY",
        "'   '              | EMPTY",
        "'Mar  1 07:28:03 web1 sshd[1]: x' | UNRECOGNISED"
      })
  void saysWhyALineCannotBeRead(String line, ParseFailure reason) {
    LogRecord record = read(line);

    assertThat(record.failure()).contains(reason);
    assertThat(record.fields()).isEqualTo(Fields.empty());
    assertThat(record.message()).isEqualTo(line);
  }

  @Test
  void takesAValueThatIsNoObjectWithoutFields() {
    assertThat(read("[1, {\"host\":\"a\"}]").failure()).isEmpty();
    assertThat(read("[1, {\"host\":\"a\"}]").fields()).isEqualTo(Fields.empty());
    assertThat(read("\"text\"").message()).isEqualTo("\"text\"");
  }
}
