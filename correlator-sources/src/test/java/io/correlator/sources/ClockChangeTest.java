package io.correlator.sources;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.Block;
import io.correlator.api.LogRecord;
import io.correlator.api.source.FormatContext;
import io.correlator.api.source.RecordFormat;
import io.correlator.sources.format.SyslogFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * In Berlin, on 2025-10-26, clocks showed 02:00 to 03:00 from midnight UTC on, and again at one.
 */
final class ClockChangeTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  /** The second time is recognised by what stands before it, and only where it can be. */
  @Test
  void readsAFileThroughTheHourThatComesTwice(@TempDir Path folder) throws Exception {
    Path log = folder.resolve("log");
    Files.writeString(
        log,
        """
        Oct 26 01:59:00 web1 a: x
        Oct 26 02:01:00 web1 a: x
        Oct 26 02:59:00 web1 a: x
        Oct 26 02:55:00 web1 a: behind
        Oct 26 02:01:00 web1 a: again
        Oct 26 02:30:00 web1 a: x
        Oct 26 02:59:00 web1 a: x
        Oct 26 03:01:00 web1 a: x
        """);
    Files.setLastModifiedTime(log, FileTime.from(Instant.parse("2025-10-26T02:01:00Z")));
    FileDriver driver = new FileDriver(10).format(new SyslogFormat());

    driver.run(FileSource.builder().paths(List.of(log)).zone(BERLIN));

    assertThat(driver.records)
        .extracting(record -> record.timestamp().toString().substring(11, 16))
        .containsExactly("23:59", "00:01", "00:59", "00:55", "01:01", "01:30", "01:59", "02:01");
    assertThat(driver.records)
        .extracting(record -> record.is(LogRecord.Flag.TIME_APPROXIMATE))
        .containsExactly(false, true, true, true, true, true, true, false);
  }

  @ParameterizedTest
  @CsvSource({
    // When it came, what it says, when it was.
    "00:10, 02:09:59, 00:09:59",
    "01:10, 02:09:59, 01:09:59",
    "01:10, 02:45:00, 00:45:00",
    "01:31, 02:59:59, 01:59:59",
    "02:10, 02:59:59, 01:59:59",
    "05:00, 02:59:59, 00:59:59",
    "01:10, 03:09:59, 02:09:59",
  })
  void readsAMessageByWhenItCame(String came, String says, String expected) throws Exception {
    FakeSourceContext context = new FakeSourceContext();
    RecordFormat format = new SyslogFormat();
    Instant received = Instant.parse("2025-10-26T" + came + ":00Z");
    RecordAssembler assembler =
        RecordAssembler.numbered(
            new Block.Provenance("udp", 0, Block.Counting.RECORDS, format::fields),
            format.open(new FormatContext(BERLIN, received)),
            context.sink(),
            RecordNumbers.of("udp", context));
    byte[] message = ("<13>Oct 26 " + says + " web1 a: x").getBytes(US_ASCII);

    assembler.begin(message, 0, 0, received);
    assembler.handAll(0, message.length);

    assertThat(context.records)
        .extracting(record -> record.timestamp().toString())
        .containsExactly("2025-10-26T" + expected + "Z");
  }
}
