package io.correlator.rules.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.correlator.api.Block;
import io.correlator.api.LogRecord;
import io.correlator.api.LogRecord.Flag;
import io.correlator.api.ParseFailure;
import io.correlator.api.RecordHeader;
import io.correlator.api.Severity;
import io.correlator.api.source.FormatContext;
import io.correlator.api.source.RecordFormat;
import io.correlator.rules.problem.Problems;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Formats that are written in YAML. */
class FormatsTest {
  private static final String SHOP =
      """
      patterns:
        ORDER: '[A-Z]{2}-%{INT}'
      formats:
        - name: shop
          description: orders of the shop
          pattern:
            - '%{ISO8601:at} %{LEVEL:level} %{HOST:node} %{PROGRAM:app}\\[%{INT:pid}\\]: order %{ORDER:order} from %{IP:src.ip} cost %{NUMBER:cost:float} %{INT:items:int} %{REST:text}'
            - '%{ISO8601:at} (?P<what>\\w+) %{IP:src.ip}?'
          time: at
          severity: {from: level, levels: {oops: critical}}
          host: node
          program: app
          process-id: pid
          message: text
          examples:
            - '2026-03-01T07:28:03Z WARN web1 till[7]: order AB-7 from 192.0.2.1 cost 1.5 2 refused'
            - '2026-03-01 07:28 started '
      """;

  private static RecordFormat shop() {
    return formats(SHOP).get(0);
  }

  private static List<RecordFormat> formats(String yaml) {
    Problems problems = new Problems();
    Optional<List<RecordFormat>> formats = Formats.read("formats.yml", yaml, problems);
    assertThat(problems.all()).isEmpty();
    return formats.orElseThrow();
  }

  private static LogRecord read(RecordFormat format, String line) {
    return read(format, ZoneOffset.UTC, line.getBytes(StandardCharsets.UTF_8));
  }

  private static LogRecord read(RecordFormat format, ZoneId zone, byte[] line) {
    Instant reference = Instant.parse("2026-03-02T12:00:00Z");
    RecordHeader header = new RecordHeader();
    byte[] block = new byte[line.length + 7];
    System.arraycopy(line, 0, block, 3, line.length);
    format.open(new FormatContext(zone, reference)).parse(block, 3, line.length + 3, header);
    return Block.of(
            block,
            new Block.Provenance("x", 0, Block.Counting.BYTES, format::fields),
            0,
            1,
            reference)
        .record(3, line.length + 3, 0, header, reference);
  }

  @Test
  void groupsBecomePartsAndFields() {
    LogRecord record =
        read(
            shop(),
            "2026-03-01T07:28:03.25+01:00 WARN web1 till[7]: order AB-7 from 2001:db8::1 cost 1.5 2 it was ä");

    assertThat(record.failure()).isEmpty();
    assertThat(record.timestamp()).isEqualTo("2026-03-01T06:28:03.250Z");
    assertThat(record.severity()).contains(Severity.WARNING);
    assertThat(record.host()).contains("web1");
    assertThat(record.program()).contains("till");
    assertThat(record.processId()).contains("7");
    assertThat(record.message()).isEqualTo("it was ä");
    assertThat(record.fields().asMap())
        .isEqualTo(Map.of("order", "AB-7", "src.ip", "2001:db8::1", "cost", 1.5, "items", 2L));
    assertThat(record.compact().fields()).isEqualTo(record.fields());
  }

  @Test
  void theFirstPatternThatFitsCounts() {
    LogRecord record = read(shop(), "2026-03-01T07:28:03Z stopped 192.0.2.1");

    assertThat(record.fields().asMap()).isEqualTo(Map.of("what", "stopped", "src.ip", "192.0.2.1"));
    assertThat(record.message()).isEqualTo(record.raw());
    assertThat(read(shop(), "2026-03-01T07:28:03Z stopped ").fields().has("src.ip")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "'', EMPTY",
    "'  ', EMPTY",
    "x, UNRECOGNISED",
    "'2026-03-01T07:28:03Z a b', UNRECOGNISED",
    "'2026-02-30T07:28:03Z a ', NO_SUCH_DATE",
    "'2026-02-28T27:28:03Z a ', BAD_TIMESTAMP",
  })
  void whatDoesNotFitFailsWithAReason(String line, ParseFailure reason) {
    LogRecord record = read(shop(), line);

    assertThat(record.failure()).contains(reason);
    assertThat(record.fields().isEmpty()).isTrue();
    assertThat(record.message()).isEqualTo(line);
  }

  @ParameterizedTest
  @CsvSource({
    "iso, 2026-03-01 07:28:03, 2026-03-01T06:28:03Z",
    "iso, '2026-03-01T07:28:03,25', 2026-03-01T06:28:03.250Z",
    "iso, 2026-03-01T07:28Z, 2026-03-01T07:28:00Z",
    "iso, 2026-03-01T07:28:03+1400, 2026-02-28T17:28:03Z",
    "iso, 2026-06-30T23:59:60Z, 2026-06-30T23:59:59Z approximately",
    // Clocks went forward at two, and back at three.
    "iso, 2026-03-29T02:30:00, 2026-03-29T01:30:00Z approximately",
    "iso, 2026-10-25T02:30:00, 2026-10-25T00:30:00Z approximately",
    "epoch, 1772350083, 2026-03-01T07:28:03Z",
    "epoch, 1772350083.25, 2026-03-01T07:28:03.250Z",
    "epoch, 1772350083250, 2026-03-01T07:28:03.250Z",
    "epoch, 1772350083250000000, 2026-03-01T07:28:03.250Z",
    "dd/MMM/yyyy:HH:mm:ss Z, 01/Mar/2026:07:28:03 +0000, 2026-03-01T07:28:03Z",
    "M/d/yyyy h:mm:ss a, 3/1/2026 7:28:03 pm, 2026-03-01T18:28:03Z",
    "yyyy-MM-dd, 2026-03-01, 2026-02-28T23:00:00Z",
    // Without a year: the last one that is no more than a day ahead.
    "MMM d HH:mm:ss, Mar 3 11:00:00, 2026-03-03T10:00:00Z",
    "MMM d HH:mm:ss, Mar 4 11:00:00, 2025-03-04T10:00:00Z",
    "MMM d HH:mm:ss, Dec 31 23:00:00, 2025-12-31T22:00:00Z",
    "MMM d HH:mm:ss, Feb 29 11:00:00, NO_SUCH_DATE",
    "MMM d HH:mm:ss, Feb 30 11:00:00, NO_SUCH_DATE",
    "yyyy-MM-dd, 2026-02-29, NO_SUCH_DATE",
    "yyyy-MM-dd, 2026-13-01, BAD_TIMESTAMP",
    "epoch, x, BAD_TIMESTAMP",
  })
  void timesAreReadAsTheFormatSays(String format, String text, String expected) {
    RecordFormat read =
        formats(
                """
                formats:
                  - name: a
                    pattern: '%%{REST:at}'
                    time: {from: at, format: '%s', zone: Europe/Zurich}
                """
                    .formatted(format))
            .get(0);

    LogRecord record = read(read, text);

    String time = record.timestamp() + (record.is(Flag.TIME_APPROXIMATE) ? " approximately" : "");
    assertThat(record.failure().map(ParseFailure::name).orElse(time)).isEqualTo(expected);
  }

  @Test
  void aTimeMayStandInSeveralGroupsAndBeWrittenInSeveralWays() {
    RecordFormat format =
        formats(
                """
                formats:
                  - name: a
                    pattern: '%{NOTSPACE:date} x %{NOTSPACE:time}'
                    time: {from: [date, time], format: ['dd.MM.yyyy HH:mm', iso]}
                """)
            .get(0);

    assertThat(read(format, "01.03.2026 x 07:28").timestamp()).isEqualTo("2026-03-01T07:28:00Z");
    assertThat(
            read(format, ZoneId.of("+02:00"), "2026-03-01 x 07:28".getBytes(StandardCharsets.UTF_8))
                .timestamp())
        .isEqualTo("2026-03-01T05:28:00Z");
  }

  @Test
  void aLevelMayHaveItsOwnName() {
    String line = "2026-03-01T07:28:03Z %s web1 till[7]: order AB-7 from 192.0.2.1 cost 1 2 x";
    RecordFormat format = formats(SHOP.replace("%{LEVEL:level}", "%{WORD:level}")).get(0);

    assertThat(read(format, line.formatted("OOPS")).severity()).contains(Severity.CRITICAL);
    assertThat(read(format, line.formatted("Fatal")).severity()).contains(Severity.CRITICAL);
    assertThat(read(format, line.formatted("hm")).severity()).isEmpty();
  }

  @Test
  void whatIsNoWordIsNoHost() {
    RecordFormat format =
        formats("formats: [{name: a, pattern: '<%{DATA:h}> %{REST:m}', host: h, message: m}]")
            .get(0);

    assertThat(read(format, "<a b> c").host()).isEmpty();
    assertThat(read(format, "<ab> c").host()).contains("ab");
    assertThat(read(format, "<> c").host()).isEmpty();
  }

  @Test
  void ofGroupsWithOneNameTheFirstThatTookPartCounts() {
    RecordFormat format =
        formats("formats: [{name: a, pattern: '(?:%{IP:who}|%{HOST:who}) %{INT:n:int}'}]").get(0);

    assertThat(read(format, "192.0.2.1 1").fields().text("who")).contains("192.0.2.1");
    assertThat(read(format, "web1 99999999999999999999").fields().asMap())
        .isEqualTo(Map.of("who", "web1", "n", "99999999999999999999"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "pattern: '%{IPP:a}' | 3:14 | there is no pattern 'IPP': did you mean 'IP'?",
        "pattern: '%{IP:a' | 3:14 | '%{IP:a' is not closed",
        "pattern: '%{IP:a b}' | 3:14 | 'a b' is no name of a field",
        "pattern: '%{IP:a:inf}' | 3:14 | 'inf' is no kind of value: did you mean 'int'?",
        "pattern: '%{IP:a:int:b}' | 3:14 | has too many colons",
        "pattern: '(' | 3:14 | missing )",
        "pattern: '(?=x)' | 3:14 | RE2 syntax",
        "pattern: 'x{1000}{1000}' | 3:14 | cannot be used",
        "pattern: [a, '%{NO}'] | 3:18 | there is no pattern 'NO'",
        "pattern: [] | 3:14 | a format has no 'pattern'",
        "patern: x | 3:5 | unknown key 'patern'; did you mean 'pattern'?",
        "{pattern: x, host: h} | 2:5 | ",
      })
  void aMistakeIsToldWithItsPlace(String line, String place, String message) {
    String yaml =
        line.startsWith("{")
            ? "formats:\n  - {name: a, pattern: x, host: h}\n"
            : "formats:\n  - name: a\n    " + line + "\n";
    Problems problems = new Problems();

    assertThat(Formats.read("f.yml", yaml, problems)).isEmpty();
    assertThat(problems.all().get(0).toString()).startsWith("f.yml:");
    if (message != null) {
      assertThat(problems.all().toString()).contains("f.yml:" + place.trim()).contains(message);
    } else {
      assertThat(problems.all().toString())
          .contains("no pattern has a group 'h'")
          .contains("name one in a pattern");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "formats: x",
        "formats: []",
        "formats: [x]",
        "formats: [{pattern: x}]",
        "formats: [{name: A, pattern: x}]",
        "formats: [{name: a, pattern: x}, {name: a, pattern: x}]",
        "formats: [{name: a, pattern: '%{IP:a}', time: b}]",
        "formats: [{name: a, pattern: '%{IP:a}', time: {format: iso}}]",
        "formats: [{name: a, pattern: '%{IP:a}', time: {from: a, format: 'bbbb'}}]",
        "formats: [{name: a, pattern: '%{IP:a}', time: {from: a, zone: Europe/Zurick}}]",
        "formats: [{name: a, pattern: '%{IP:a}', severity: {from: a, levels: {x: loud}}}]",
        "formats: [{name: a, pattern: '%{IP:a}', examples: [x]}]",
        "formats: [{name: a, pattern: '%{REST:a}', time: a, examples: [2026-02-30]}]",
        "patterns: x\nformats: [{name: a, pattern: x}]",
        "patterns: {'a b': x}\nformats: [{name: a, pattern: x}]",
        "patterns: {A: '%{A}'}\nformats: [{name: a, pattern: x}]",
        "patterns: {A: '%{B}', B: '%{A}'}\nformats: [{name: a, pattern: '%{A}'}]",
        "patterns: {A: '('}\nformats: [{name: a, pattern: x}]",
      })
  void whatIsNoFormatIsRefused(String yaml) {
    Problems problems = new Problems();

    assertThat(Formats.read("f.yml", yaml, problems)).isEmpty();
    assertThat(problems.errors()).isPositive();
  }

  @Test
  void patternsThatUseEachOtherDoNotGrowWithoutEnd() {
    StringBuilder yaml = new StringBuilder("patterns:\n  P0: 'xxxxxxxxxx'\n");
    for (int i = 1; i < 12; i++) {
      yaml.append("  P%d: '".formatted(i))
          .append("%%{P%d}".formatted(i - 1).repeat(10))
          .append("'\n");
    }
    yaml.append("formats: [{name: a, pattern: '%{P11}'}]");
    Problems problems = new Problems();

    assertThat(Formats.read("f.yml", yaml.toString(), problems)).isEmpty();
    assertThat(problems.all().toString()).contains("longer than 4096 characters");
  }

  @Test
  void aFileIsReadOrSaidToBeWrong(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("formats.yml");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Formats.load(file))
        .withMessageContaining("cannot be read");

    Files.writeString(file, SHOP);
    assertThat(Formats.load(file)).extracting(RecordFormat::name).containsExactly("shop");
    assertThat(Formats.load(file).get(0).description()).isEqualTo("orders of the shop");

    Files.writeString(file, "formats: [{name: a}]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Formats.load(file))
        .withMessageContaining(file + ":1:11")
        .withMessageContaining("has no 'pattern'");
  }

  @Property(tries = 2000)
  void anyBytesAreARecord(@ForAll byte[] line) {
    RecordFormat format =
        formats("formats: [{name: a, pattern: '%{DATA:a}=%{REST:b}', message: b, host: a}]").get(0);

    LogRecord record = read(format, ZoneOffset.UTC, line);

    assertThat(record.rawSlice().toByteArray()).isEqualTo(line);
    assertThatNoException().isThrownBy(record::fields);
    LogRecord ofShop = read(shop(), ZoneOffset.UTC, line);
    assertThat(ofShop.failure()).isPresent();
  }

  @Property(tries = 300)
  void anyTextIsAFormatOrSaidToBeNone(@ForAll String text) {
    Problems problems = new Problems();

    Optional<List<RecordFormat>> formats =
        Formats.read("f.yml", "formats:\n  - name: a\n    pattern: '%s'".formatted(text), problems);

    assertThat(formats.isPresent()).isEqualTo(problems.errors() == 0);
  }
}
