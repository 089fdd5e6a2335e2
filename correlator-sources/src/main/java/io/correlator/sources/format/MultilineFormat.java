package io.correlator.sources.format;

import static java.util.Objects.requireNonNull;

import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.RecordHeader;
import io.correlator.api.source.FormatContext;
import io.correlator.api.source.RecordFormat;
import io.correlator.api.source.RecordParser;
import io.correlator.api.source.RecordSpan;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.Supplier;

/**
 * Another format whose records may go on in further lines, as those do that end in a stack trace:
 *
 * <pre>{@code
 * FollowSource.builder().path(log).format(MultilineFormat.traces(new AutoFormat())).build();
 * }</pre>
 *
 * <p>All lines of a record together are its text, with the line ends between them; the message goes
 * on to the end of the last one. Lines of the other format that make one record by themselves, such
 * as printed JSON, still do.
 *
 * <p>A record has at most so many lines ({@link #withMaxLines}), and as many bytes as its source
 * allows. What goes beyond begins another record, and the one before is marked as truncated. Which
 * lines belong together depends on nothing but the lines; only a source that follows a file ends a
 * record by time, when nothing has followed for a while. A capture keeps a record with all its
 * lines, and the name is that of the other format, which reads it again from there.
 *
 * <p>For files, where lines of one program follow each other. Immutable; may be used by any thread.
 */
public final class MultilineFormat implements RecordFormat {
  private static final int MAX_LINES = 500;
  private static final int MOST_LINES = 100_000;

  private final RecordFormat lines;
  private final Supplier<LineStart> start;
  private final int maxLines;

  private MultilineFormat(RecordFormat lines, Supplier<LineStart> start, int maxLines) {
    this.lines = requireNonNull(lines, "lines");
    this.start = start;
    this.maxLines = maxLines;
  }

  /**
   * Records that go on in lines that are indented, and in those that Java, .NET, Python and Go
   * write at the start of a line when something has failed: {@code Caused by: ...}, the name of an
   * exception, {@code Traceback (most recent call last):} with the error behind it, {@code
   * goroutine 1 [running]:} with its calls.
   *
   * @param lines how the first line of a record is written
   */
  public static MultilineFormat traces(RecordFormat lines) {
    return new MultilineFormat(lines, TraceLines::new, MAX_LINES);
  }

  /**
   * Records that go on in all lines in which the other format does not find a header.
   *
   * @param lines how the first line of a record is written: a format that recognises its lines
   */
  public static MultilineFormat headers(RecordFormat lines) {
    return new MultilineFormat(lines, () -> withHeader(lines), MAX_LINES);
  }

  /**
   * Records that go on until a line begins another one.
   *
   * @param lines how a record is written
   */
  public static MultilineFormat startingWith(RecordFormat lines, LineStart start) {
    requireNonNull(start, "start");
    return new MultilineFormat(lines, () -> start, MAX_LINES);
  }

  /**
   * The same with another limit; by default it is 500 lines.
   *
   * @throws IllegalArgumentException if it is not between 1 and 100,000
   */
  public MultilineFormat withMaxLines(int maxLines) {
    if (maxLines < 1 || maxLines > MOST_LINES) {
      throw new IllegalArgumentException(
          "maxLines: must be 1 to %,d, was %,d".formatted(MOST_LINES, maxLines));
    }
    return new MultilineFormat(lines, start, maxLines);
  }

  /** A line of which the format can make nothing has no header; of JSON, a brace is enough. */
  private static LineStart withHeader(RecordFormat lines) {
    RecordParser parser = lines.open(new FormatContext(ZoneOffset.UTC, Instant.EPOCH));
    RecordHeader header = new RecordHeader();
    return (block, from, to) -> {
      if (from < to && (block[from] == '{' || block[from] == '<')) {
        return true;
      }
      header.reset();
      parser.parse(block, from, to, header);
      return !header.hasFailed();
    };
  }

  /** That of the other format. */
  @Override
  public String name() {
    return lines.name();
  }

  @Override
  public String description() {
    return lines.description();
  }

  @Override
  public RecordParser open(FormatContext context) {
    return lines.open(context);
  }

  @Override
  public RecordSpan span() {
    return new MultilineSpan(lines.span(), start, maxLines);
  }

  @Override
  public Fields fields(LogRecord record) {
    return lines.fields(record);
  }
}
