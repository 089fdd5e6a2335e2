package io.correlator.sources.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.RecordHeader;
import io.correlator.api.source.FormatContext;
import io.correlator.api.source.RecordFormat;
import io.correlator.api.source.RecordParser;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AllocationTest {
  private static final com.sun.management.ThreadMXBean THREADS =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int LINES = 100_000;

  /** One object per line would be at least 1.6 MB. */
  private static final long BOUND = 200_000;

  static Stream<Arguments> formats() {
    return Stream.of(
        Arguments.of(new Rfc3164Format(), "Mar  1 %02d:%02d:%02d web1 sshd[4711]: Accepted %d"),
        Arguments.of(new SyslogFormat(), "Mar  1 %02d:%02d:%02d web1 sshd[4711]: Accepted %d"),
        Arguments.of(
            new SyslogFormat(), "2026-03-01T%02d:%02d:%02d.123456+01:00 web1 sshd[4711]: x %d"),
        Arguments.of(new SyslogFormat(), "2026-03-01 %02d:%02d:%02d,123 web1 sshd[4711]: x %d"),
        Arguments.of(new SyslogFormat(), "no header %02d:%02d:%02d %d"),
        Arguments.of(new SyslogFormat(), "Feb 29 %02d:%02d:%02d web1 sshd[4711]: x %d"),
        Arguments.of(
            new Rfc5424Format(),
            "<38>1 2026-03-01T%02d:%02d:%02d.123Z web1 sshd 4711 ID47"
                + " [origin ip=\"192.0.2.1\"][meta sequenceId=\"%d\"] x"),
        Arguments.of(
            new AutoFormat(), "192.0.2.1 - - [29/Sep/2021:%02d:%02d:%02d +0200] \"GET /%d\" 200 1"),
        Arguments.of(
            new AutoFormat(), "[Wed Sep 29 %02d:%02d:%02d.123456 2021] [core:error] [pid %d] x"),
        Arguments.of(
            new AuditFormat(), "type=CWD msg=audit(163%02d%02d%02d1.123:%d): cwd=\"/\" uid=0"),
        Arguments.of(new AutoFormat(), "ts=2021-09-29T%02d:%02d:%02dZ level=info msg=\"a b\" n=%d"),
        Arguments.of(
            new AutoFormat(),
            "date=2021-09-29 time=%02d:%02d:%02d tz=\"+0200\" devname=\"g\" n=%d"),
        Arguments.of(new AutoFormat(), "ERROR 2021-09-29T%02d:%02d:%02d failed %d"),
        Arguments.of(new PlainFormat(), "%02d:%02d:%02d %d"));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void readingALineAllocatesNothing(RecordFormat format, String pattern) {
    assertThat(allocated(format, pattern)).isLessThan(BOUND);
  }

  @Test
  void readingALineOfJsonAllocatesNoMoreThanWhereItsValuesAre() {
    String pattern =
        "{\"@timestamp\":\"2026-03-01T%02d:%02d:%02d.123Z\",\"host\":{\"name\":\"a\"},"
            + "\"level\":\"info\",\"n\":[%d, null],\"message\":\"x\"}";
    int values = 6;

    assertThat(allocated(new AutoFormat(), pattern))
        .isLessThan((long) LINES * (40 + values * Integer.BYTES) + BOUND);
  }

  private static long allocated(RecordFormat format, String pattern) {
    byte[][] lines = new byte[1000][];
    for (int i = 0; i < lines.length; i++) {
      // Every line has another minute, so nothing that is remembered helps.
      lines[i] =
          String.format(Locale.ROOT, pattern, i % 24, i % 60, i % 60, i)
              .getBytes(StandardCharsets.UTF_8);
    }
    RecordParser parser =
        format.open(new FormatContext(ZoneId.of("Europe/Berlin"), Line.REFERENCE));
    RecordHeader header = new RecordHeader();
    parse(parser, lines, header, lines.length);

    long before = THREADS.getCurrentThreadAllocatedBytes();
    parse(parser, lines, header, LINES);
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  private static void parse(RecordParser parser, byte[][] lines, RecordHeader header, int count) {
    for (int i = 0; i < count; i++) {
      byte[] line = lines[i % lines.length];
      header.reset();
      parser.parse(line, 0, line.length, header);
    }
  }
}
