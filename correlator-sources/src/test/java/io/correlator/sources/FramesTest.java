package io.correlator.sources;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.correlator.api.Block;
import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.source.FormatContext;
import io.correlator.api.source.RecordFormat;
import io.correlator.api.source.RecordSpan;
import io.correlator.sources.format.Corpora;
import io.correlator.sources.format.JsonFormat;
import io.correlator.sources.format.PlainFormat;
import io.correlator.sources.format.SyslogFormat;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a connection sends: lines, and messages with their lengths. */
class FramesTest {
  private static final int LONGEST = 60;

  private final FakeSourceContext context = new FakeSourceContext();

  private static FakeSourceContext read(String sent, int cut, int blockSize, RecordSpan span)
      throws Exception {
    return read(sent.getBytes(ISO_8859_1), cut, blockSize, LONGEST, new PlainFormat(), span);
  }

  private static FakeSourceContext read(
      byte[] bytes, int cut, int blockSize, int longest, RecordFormat format, RecordSpan span)
      throws Exception {
    FakeSourceContext context = new FakeSourceContext();
    Parts in = new Parts(bytes, cut);
    LineReader reader =
        LineReader.ofConnection(
            in,
            RecordAssembler.numbered(
                new Block.Provenance("test", 0, Block.Counting.RECORDS, record -> Fields.empty()),
                format.open(new FormatContext(ZoneOffset.UTC, Instant.EPOCH)),
                context,
                RecordNumbers.of("test", new FakeSourceContext())),
            span,
            InstantSource.fixed(Instant.EPOCH),
            new LineReader.Limits(blockSize, blockSize, longest),
            context.faults::add);
    while (reader.readMore() >= 0) {
      // Until the sender ends.
    }
    reader.finishLastLine();
    return context;
  }

  /** The bytes up to a place come first, and then as many at once as there is room for. */
  private static final class Parts extends ByteArrayInputStream {
    private final int cut;

    Parts(byte[] bytes, int cut) {
      super(bytes);
      this.cut = cut;
    }

    @Override
    public synchronized int read(byte[] target, int offset, int length) {
      return super.read(target, offset, pos < cut ? Math.min(length, cut - pos) : length);
    }
  }

  private List<String> messages(String sent) throws Exception {
    FakeSourceContext whole = read(sent, 0, 1000, RecordSpan.LINE);
    context.records.addAll(whole.records);
    return whole.raws();
  }

  private static String counted(String message) {
    return message.length() + " " + message;
  }

  @Test
  void tellsMessagesWithTheirLengthsFromLines() throws Exception {
    assertThat(
            messages("<1>a\n" + counted("<2>b") + counted("<3>c") + "<4>d\r\n" + counted("<5>e")))
        .containsExactly("<1>a", "<2>b", "<3>c", "<4>d", "<5>e");
  }

  @Test
  void keepsLineEndsWithinAMessageOfKnownLength() throws Exception {
    assertThat(messages(counted("<1>a\nb\r\nc"))).containsExactly("<1>a\nb\r\nc");
  }

  @Test
  void leavesOutALineEndThatEndsAMessageOfKnownLength() throws Exception {
    assertThat(messages(counted("<1>a\n") + counted("<2>b\r\n") + counted("<3>c\n\n")))
        .containsExactly("<1>a", "<2>b", "<3>c\n");
  }

  @Test
  void leavesOutALineEndBehindAMessageOfKnownLength() throws Exception {
    assertThat(messages(counted("<1>a") + "\n" + counted("<2>b") + "\n<3>c\n"))
        .containsExactly("<1>a", "<2>b", "<3>c");
  }

  /** A line that makes a record too long is looked at once, and the rest of a line is no line. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\n\"a\": 1,\n00012 <1>aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "{\"a\": 1}{\"a\": 2}{\"a\": 3}{\"a\": 4}{\"a\": 5}{\"a\": 6}5 <1>ab{\"a\": 7}{\"a\": 8}",
        "{\"a\": 1}{\"a\": 2}{\"a\": 3}{\"a\": 4}{\"a\": 5}{\"a\": 6}{\"a\": 7}007 <1>ab{\"a\": 8}"
      })
  void whatALineIsDoesNotDependOnHowMuchOfItHasCome(String line) throws Exception {
    byte[] sent = (line + "\n" + counted("<2>b")).getBytes(ISO_8859_1);
    JsonFormat json = new JsonFormat();
    FakeSourceContext whole = read(sent, 0, 1000, LONGEST, json, json.span());
    for (int cut = 1; cut < sent.length; cut++) {
      FakeSourceContext pieces = read(sent, cut, 1000, LONGEST, json, json.span());

      assertThat(pieces.raws()).as("cut at %d", cut).isEqualTo(whole.raws());
      assertThat(pieces.faults).as("cut at %d", cut).isEqualTo(whole.faults);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0 <1>a",
        "00012 <1>a",
        "99999999999 <1>a",
        "16777217 <1>a",
        "-5 <1>a",
        "5<1>a",
        "5  <1>a",
        "5 kinds of things",
        "2026",
        "7 "
      })
  void takesWhatCannotBeALengthForTheTextOfALine(String line) throws Exception {
    assertThat(messages(line + "\n" + counted("<2>b"))).containsExactly(line, "<2>b");
  }

  @ParameterizedTest
  @CsvSource({
    "0 <1>a, LENGTH_FROM_ZERO",
    "00012 <1>a, LENGTH_FROM_ZERO",
    "99999999999 <1>a, LENGTH_TOO_LARGE",
    "16777217 <1>a, LENGTH_TOO_LARGE",
    "-5 <1>a, LENGTH_NEGATIVE",
    "5<1>a, LENGTH_WITHOUT_BLANK"
  })
  void tellsWhatIsWrongWithALengthWhereverItIsCut(String line, ConnectionFault fault)
      throws Exception {
    for (int cut = 0; cut < line.length(); cut++) {
      assertThat(read(line + "\n<2>b\n", cut, 1000, RecordSpan.LINE).faults).containsExactly(fault);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"5 kinds <1>", "2026", "7 ", "- <1>", "123456789012345678901 <1>a"})
  void findsNoFaultWithALineThatOnlyBeginsWithDigits(String line) throws Exception {
    assertThat(read(line + "\n", 0, 1000, RecordSpan.LINE).faults).isEmpty();
  }

  @Test
  void marksAMessageThatIsCutOffByTheEnd() throws Exception {
    FakeSourceContext found = read("16 <1>2", 0, 1000, RecordSpan.LINE);

    assertThat(found.raws()).containsExactly("<1>2");
    assertThat(found.records.get(0).is(LogRecord.Flag.TRUNCATED)).isTrue();
    assertThat(found.faults).containsExactly(ConnectionFault.MESSAGE_CUT_OFF);
  }

  @Test
  void keepsTheBeginningOfAMessageThatIsTooLongAndSkipsTheRest() throws Exception {
    String tooLong = "<1>" + "x".repeat(LONGEST);

    assertThat(messages(counted(tooLong) + counted("<2>b")))
        .containsExactly(tooLong.substring(0, LONGEST), "<2>b");
    assertThat(context.records.get(0).is(LogRecord.Flag.TRUNCATED)).isTrue();
    assertThat(context.records.get(1).is(LogRecord.Flag.TRUNCATED)).isFalse();
  }

  @Test
  void endsWhatSpansLinesBeforeAMessageOfKnownLength() throws Exception {
    FakeSourceContext found = read("{\"a\":\n" + counted("<2>b"), 0, 1000, new JsonFormat().span());

    assertThat(found.raws()).containsExactly("{\"a\":", "<2>b");
  }

  @Property
  void findsTheSameWhereverTheStreamIsCut(
      @ForAll("streams") List<String> frames, @ForAll @IntRange(min = 1, max = 200) int blockSize)
      throws Exception {
    String sent = String.join("", frames);
    List<String> whole = read(sent, 0, 100_000, RecordSpan.LINE).raws();

    for (int cut = 0; cut <= sent.length(); cut++) {
      assertThat(read(sent, cut, blockSize, RecordSpan.LINE).raws()).isEqualTo(whole);
    }
  }

  /** The strict ones of the vectors refuse what is cut off; here it is kept, and marked. */
  @Test
  void readsTheStreamsThatOthersAreTestedWith() throws Exception {
    for (JsonNode vector : Corpora.jsonLines("syslog/framing.jsonl")) {
      byte[] sent = vector.get("input").asText().getBytes(UTF_8);
      List<LogRecord> found = syslog(sent, 0).records;

      if (vector.get("expected_error").isNull()) {
        assertThat(found)
            .as("%s", vector)
            .hasSameSizeAs(vector.get("expected_messages_influx_lines"));
        assertThat(found).as("%s", vector).allMatch(record -> record.failure().isEmpty());
        for (int i = 0; i < found.size(); i++) {
          String message = "message=\"" + found.get(i).message().replace("\"", "\\\"") + '"';
          String expected = vector.get("expected_messages_influx_lines").get(i).asText();
          assertThat(expected.replace("\\n", "\n"))
              .contains(found.get(i).message().isEmpty() ? "" : message);
        }
      } else {
        assertThat(found)
            .as("%s", vector)
            .isNotEmpty()
            .allMatch(
                record -> record.failure().isPresent() || record.is(LogRecord.Flag.TRUNCATED));
      }
      for (int cut = 0; cut <= Math.min(sent.length, 1_000); cut++) {
        assertThat(syslog(sent, cut).raws()).isEqualTo(found.stream().map(LogRecord::raw).toList());
      }
    }
  }

  /** What a connection over which this is sent gives, if the bytes up to a place come first. */
  static FakeSourceContext syslog(byte[] sent, int cut) throws Exception {
    return read(sent, cut, 100, RecordLength.DEFAULT, new SyslogFormat(), RecordSpan.LINE);
  }

  @Provide
  Arbitrary<List<String>> streams() {
    Arbitrary<String> message =
        Arbitraries.strings().withChars("ab 1<\n\r").ofMaxLength(80).map(text -> "<1>" + text);
    Arbitrary<String> frame =
        Arbitraries.oneOf(
            message.map(FramesTest::counted),
            message.map(text -> text + "\n"),
            Arbitraries.strings().withChars("0123456789 <\n").ofMaxLength(12));
    return frame.list().ofMaxSize(10);
  }
}
