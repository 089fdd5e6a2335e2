package io.correlator.testkit;

import static java.util.Objects.requireNonNull;

import io.correlator.api.Block;
import io.correlator.api.Block.Counting;
import io.correlator.api.Block.Provenance;
import io.correlator.api.RecordHeader;
import io.correlator.api.source.FormatContext;
import io.correlator.api.source.RecordFormat;
import io.correlator.api.source.RecordParser;
import io.correlator.api.source.RecordSink;
import io.correlator.api.source.Source;
import io.correlator.api.source.SourceContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/**
 * A source over lines in memory: to run a whole engine in a test without files. It reads like a
 * file, and ends after the last line.
 *
 * @param name the source's name
 * @param format how the lines are read
 * @param lines without line ends
 */
public record LinesSource(String name, RecordFormat format, List<String> lines) implements Source {
  public LinesSource {
    requireNonNull(name, "name");
    requireNonNull(format, "format");
    lines = List.copyOf(lines);
  }

  /** Lines that are nothing but their message, and happen at {@link TestPipeline#START}. */
  public static LinesSource of(String name, List<String> lines) {
    return new LinesSource(name, TestPipeline.wholeLine(), lines);
  }

  @Override
  public boolean isLive() {
    return false;
  }

  @Override
  public List<RecordFormat> formats() {
    return List.of(format);
  }

  @Override
  public void run(SourceContext context) throws InterruptedException {
    RecordSink sink = context.openFile(name);
    RecordParser parser = format.open(new FormatContext(ZoneOffset.UTC, TestPipeline.START));
    Provenance provenance = new Provenance(name, 0, Counting.BYTES, format.name(), format::fields);
    RecordHeader header = new RecordHeader();
    Instant last = TestPipeline.START;
    long position = 0;
    long line = 1;
    for (String text : lines) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      Block block = Block.of(bytes, provenance, position, line++, context.clock().instant());
      header.reset();
      parser.parse(bytes, 0, bytes.length, header);
      last = header.hasTimestamp() ? header.timestamp() : last;
      sink.accept(block.record(0, bytes.length, 0, header, last));
      position += bytes.length + 1L;
    }
  }
}
