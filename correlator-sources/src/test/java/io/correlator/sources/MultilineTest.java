package io.correlator.sources;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.correlator.api.Block;
import io.correlator.api.LogRecord;
import io.correlator.api.source.FormatContext;
import io.correlator.api.source.RecordFormat;
import io.correlator.sources.format.AutoFormat;
import io.correlator.sources.format.MultilineFormat;
import io.correlator.sources.format.TimedFormat;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records that go on in further lines. */
class MultilineTest {
  private static final RecordFormat TRACES = MultilineFormat.traces(new AutoFormat());
  private static final String FIRST = "2026-03-01T07:28:03Z web1 app[1]: failed";
  private static final String NEXT = "2026-03-01T07:28:04Z web1 app[1]: next";

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Java
        """
        java.lang.IllegalStateException: x
        \tat a.B.c(B.java:1)
        \tat a.B.d(B.java:2)
        \tSuppressed: java.io.IOException: y
        \t\tat a.B.c(B.java:1)
        Caused by: java.lang.NullPointerException
        \t... 12 more""",
        // Python
        """
        Traceback (most recent call last):
          File "a.py", line 1, in <module>
            1/0
        ZeroDivisionError: division by zero

        During handling of the above exception, another exception occurred:

        Traceback (most recent call last):
          File "a.py", line 2
        app.Refused""",
        // .NET
        """
        System.InvalidOperationException: x
         ---> System.IO.IOException: y
           at A.B()
           --- End of inner exception stack trace ---
           at A.C() in /a.cs:line 1""",
        // What people print
        "    a table\n    of numbers",
      })
  void aTraceBelongsToTheLineBeforeIt(String trace) throws Exception {
    List<LogRecord> records = read(TRACES, FIRST + "\n" + trace + "\n" + NEXT + "\n");

    assertThat(raws(records)).containsExactly(FIRST + "\n" + trace, NEXT);
    assertThat(records.get(0).message()).isEqualTo("failed\n" + trace);
    assertThat(records.get(0).program()).contains("app");
    assertThat(records.get(0).timestamp()).isEqualTo("2026-03-01T07:28:03Z");
    assertThat(records.get(1).line()).isEqualTo(2 + trace.lines().count());
  }

  @Test
  void aPanicOfGoIsARecordOfItsOwn() throws Exception {
    String panic =
        """
        panic: runtime error: index out of range [1] with length 0

        goroutine 1 [running]:
        main.(*T).f(0xc000012345, 0x1)
        \t/a/main.go:8 +0x1d
        main.main()
        \t/a/main.go:4 +0x20
        created by main.run in goroutine 7
        exit status 2""";

    assertThat(raws(read(TRACES, FIRST + "\n" + panic + "\n" + NEXT)))
        .containsExactly(FIRST, panic, NEXT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        NEXT,
        "Mar  1 07:28:03 web1 sshd[1]: x",
        "{\"a\":1}",
        "<34>1 - - - - - -",
        "ERROR: x",
        "Exception in thread \"main\" a.B: x",
        "IllegalStateException thrown",
        "main.main()",
        "goroutine",
        "",
      })
  void noOtherLineIsTakenForPartOfARecord(String line) throws Exception {
    assertThat(raws(read(TRACES, FIRST + "\n" + line + "\n" + NEXT)))
        .containsExactly(FIRST, line, NEXT);
    assertThat(raws(read(TRACES, FIRST + "\nTraceback (most recent call last):\n" + NEXT)))
        .containsExactly(FIRST + "\nTraceback (most recent call last):", NEXT);
  }

  @Test
  void whatTheFormatKnowsAsOneRecordStaysOne() throws Exception {
    String object = "{\n  \"a\": 1\n}";

    assertThat(raws(read(TRACES, object + "\n" + FIRST + "\n\tx\n" + object)))
        .containsExactly(object, FIRST + "\n\tx", object);
  }

  @Test
  void linesWithoutAHeaderBelongToTheOneBefore() throws Exception {
    String more = "no header\n\n  at all";

    assertThat(
            raws(
                read(
                    MultilineFormat.headers(new AutoFormat()),
                    FIRST + "\n" + more + "\n{\"a\":1}\n" + NEXT)))
        .containsExactly(FIRST + "\n" + more, "{\"a\":1}", NEXT);
  }

  @Test
  void aStartCanBeAnything() throws Exception {
    RecordFormat format =
        MultilineFormat.startingWith(
            new AutoFormat(), (block, from, to) -> from < to && block[from] == '#');

    assertThat(raws(read(format, "a\nb\n#c\nd\n#e"))).containsExactly("a\nb", "#c\nd", "#e");
  }

  @Test
  void whatHasTooManyLinesIsCutAndMarked() throws Exception {
    RecordFormat format = MultilineFormat.traces(new AutoFormat()).withMaxLines(3);

    List<LogRecord> records = read(format, FIRST + "\n 1\n 2\n 3\n 4\n" + NEXT);

    assertThat(raws(records)).containsExactly(FIRST + "\n 1\n 2", " 3\n 4", NEXT);
    assertThat(records.stream().map(each -> each.is(LogRecord.Flag.TRUNCATED)))
        .containsExactly(true, false, false);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MultilineFormat.traces(new AutoFormat()).withMaxLines(0))
        .withMessage("maxLines: must be 1 to 100,000, was 0");
  }

  @Test
  void whatHasTooManyBytesIsCutAndMarked() throws Exception {
    List<LogRecord> records = read(TRACES, "a\n 1234567\n 1234567\nb", 7, 16, 64);

    assertThat(raws(records)).containsExactly("a\n 1234567", " 1234567", "b");
    assertThat(records.stream().map(each -> each.is(LogRecord.Flag.TRUNCATED)))
        .containsExactly(true, false, false);
  }

  /** A run that goes on where one was cut has not seen what came before. */
  @Test
  void whatWasCutIsForgotten() throws Exception {
    String panic = "panic: x\n\nmain.main()\n\t/a.go:1\n\n\nmain.run()\n";
    RecordFormat format = MultilineFormat.traces(new TimedFormat()).withMaxLines(2);
    List<LogRecord> whole = read(format, panic);

    for (LogRecord record : whole) {
      String rest = panic.substring((int) record.position());
      assertThat(raws(read(format, rest)))
          .isEqualTo(raws(whole.subList(whole.indexOf(record), whole.size())));
    }
  }

  @Test
  void aQuietFileEndsARecord(@TempDir Path folder) throws Exception {
    FollowDriver driver = new FollowDriver(folder.resolve("log"), 1).format(TRACES);
    driver.append(FIRST + "\n");
    FollowDriver.Step nothing = () -> {};

    driver.run(nothing, nothing, () -> driver.append("\tat a.B.c\n"), nothing, nothing, nothing);
    assertThat(driver.lines()).isEmpty();

    driver.runUntilSettled(nothing);
    assertThat(driver.lines()).containsExactly(FIRST + "\n\tat a.B.c");

    driver.restart().runUntilSettled(() -> driver.append("\tat a.B.d\n" + NEXT + "\n"));
    driver.restart().runUntilSettled(() -> driver.append("{\n"));
    assertThat(driver.lines()).containsExactly(FIRST + "\n\tat a.B.c", "\tat a.B.d", NEXT);
  }

  @Property(tries = 500)
  void noLineIsLostAndBlocksMakeNoDifference(
      @ForAll("logs") List<String> lines,
      @ForAll @IntRange(min = 1, max = 40) int most,
      @ForAll @IntRange(min = 64, max = 200) int block)
      throws Exception {
    String text = String.join("\n", lines);
    RecordFormat format = MultilineFormat.traces(new AutoFormat()).withMaxLines(4);

    List<LogRecord> whole = read(format, text, 4096, 4096, 4096);
    List<LogRecord> trickled = read(format, text, most, 4096, block);

    assertThat(String.join("\n", raws(whole))).isEqualTo(text.replaceFirst("\n\\z", ""));
    assertThat(raws(trickled)).isEqualTo(raws(whole));
    assertThat(trickled.stream().map(LogRecord::line))
        .isEqualTo(whole.stream().map(LogRecord::line).toList());
  }

  @Provide
  Arbitrary<List<String>> logs() {
    return Arbitraries.of(
            FIRST,
            " at x",
            "\tat y",
            "Caused by: x",
            "Traceback (most recent call last):",
            "a.b.CError: x",
            "ValueError",
            "panic: x",
            "goroutine 1 [running]:",
            "main.main()",
            "During handling of the above exception, x",
            "",
            "x")
        .list()
        .ofMinSize(1)
        .ofMaxSize(20);
  }

  private static List<String> raws(List<LogRecord> records) {
    return records.stream().map(LogRecord::raw).toList();
  }

  private static List<LogRecord> read(RecordFormat format, String text) throws Exception {
    return read(format, text, 4096, 4096, 64);
  }

  private static List<LogRecord> read(
      RecordFormat format, String text, int most, int longest, int block) throws Exception {
    FakeSourceContext context = new FakeSourceContext();
    LineReader reader =
        new LineReader(
            trickle(text, most),
            new RecordAssembler(
                new Block.Provenance("x", 0, Block.Counting.BYTES, format::fields),
                format.open(new FormatContext(ZoneOffset.UTC, Instant.EPOCH)),
                context,
                Instant.EPOCH),
            format.span(),
            InstantSource.fixed(Instant.EPOCH),
            0,
            new LineReader.Limits(block, block, longest));
    while (reader.read()) {
      // All the work is done in the condition.
    }
    return new ArrayList<>(context.records);
  }

  private static InputStream trickle(String text, int most) {
    return new FilterInputStream(new ByteArrayInputStream(text.getBytes(UTF_8))) {
      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        return super.read(target, offset, Math.min(length, most));
      }
    };
  }
}
