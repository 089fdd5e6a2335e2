package io.correlator.sources.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.LogRecord;
import io.correlator.api.source.RecordFormat;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a line says: no exception, nothing read outside it, nothing hostile in its names. */
class AnyBytesTest {
  private static final List<RecordFormat> FORMATS =
      List.of(
          new Rfc3164Format(),
          new Rfc5424Format(),
          new StrictRfc5424Format(),
          new SyslogFormat(),
          new TimedFormat(),
          new AccessFormat(),
          new AuditFormat(),
          new LogfmtFormat(),
          new PlainFormat(),
          new JsonFormat(),
          new WindowsJsonFormat(),
          new AutoFormat());
  private static final int MARGIN = 40;

  /** What may follow a line in its block, and would be taken for a part of it. */
  private static final List<String> SURROUNDINGS =
      List.of(
          "0123456789012345678901234567890123456789",
          "          : : : : ]]]]\"\"\"\"              ",
          "Mar  1 07:28:03 web1 sshd[1]: x         ",
          "<34>1 2003-10-11T22:14:15Z a b c d - xyz",
          "\"}]},{\"host\":\"x\\u1234567890\"}}}]]]\"\"\"   ",
          "\n\0\n\0\n\0\n\0\n\0\n\0\n\0\n\0\n\0\n\0\n\0\n\0\n\0\n\0\n\0\n\0\n\0\n\0\n\0\n\0");

  private static final List<String> SEEDS =
      List.of(
          "<34>Oct 11 22:14:15 mymachine su: 'su root' failed for lonvick on /dev/pts/8",
          "Mar  1 07:28:03.123456 web1 sshd(pam_unix)[4711]: x",
          "Mar  7 2008 19:06:53: 2001:db8::1 [sshd]: x",
          "AUG 10 22:18:24 2009 web1 cron: x",
          "2026-03-01T07:28:03.123456+01:00 web1 sshd[4711]: x",
          "2026-03-01 07:28:03,250 web1 app: x",
          "<27>xapi[12]: x",
          "<165>1 2003-10-11T22:14:15.003Z web1 evntslog 17 ID47 [a@32473 b=\"3\" c=\"\\\"\\]\"][d] \ufeffx",
          "<0>1 - - - - - -",
          "CEF:0|a\\|b|c|1.0|100|d|10|rt=1632896724123 src=192.0.2.1 msg=a\\=b c",
          "<13>Oct 11 22:14:15 h LEEF:2.0|a|b|1.0|100|x5E|src=192.0.2.1^devTime=1632896724",
          "192.0.2.1 - a\\\"b [29/Sep/2021:06:25:24 +0200] \"GET / HTTP/1.1\" 200 1",
          "[Wed Sep 29 06:25:24.123456 2021] [core:error] [pid 1] x",
          "[2021-09-29 06:25:24,123 +01:00] ERROR: x",
          "2021/09/29 06:25:24 [error] 1#2: x",
          "node=a type=SYSCALL msg=audit(1632896724.123:77): x",
          "www:80 2001:db8::1 - - [29/Sep/2021:06:25:24 +0200] \"GET /a?b HTTP/2\" 200 1 \"-\" \"\\x22\\\"\" rt=0.1",
          "type=EXECVE msg=audit(1632896724.123:77): a0=\"sh\" a1[0]=2F62 a1[1]=696E key=6101620A",
          "type=USER_CMD msg=audit(1632896724.123:77): uid=0 msg='cmd=6C73 res=ok'\u001dUID=\"root\"",
          "date=2021-09-29 time=06:25:24 devname=\"g\" tz=\"+0200\" eventtime=1632896724123456789 a=1",
          "level=info msg=\"a \\\"b\" ts=1632896724.123",
          "ERROR: [2021-09-29 06:25:24,123] x",
          "time=\"2021-09-29T06:25:24+02:00\" level=error msg=x",
          "29-Sep-2021 06:25:24.123 UTC warning: x",
          "1632896724.123    4 192.0.2.1 TCP_DENIED/403 x",
          "{\"time\":1772350083,\"host\":\"web1\",\"message\":\"a\\u00e4\",\"b\":[1.5,null]}",
          "{\"Event\":{\"System\":{\"EventID\":1,\"Computer\":\"a\"},\"EventData\":{\"Data\":[\"x\"]}}}");

  @Property(tries = 5000)
  void anyBytesAreARecord(@ForAll byte[] line) {
    FORMATS.forEach(format -> check(format, line));
  }

  @Property(tries = 20_000)
  void anyChangeToALineLeavesARecord(@ForAll("changedLines") byte[] line) {
    FORMATS.forEach(format -> check(format, line));
  }

  @Provide
  Arbitrary<byte[]> changedLines() {
    Arbitrary<Byte> telling =
        Arbitraries.of("<>[]{}:\"\\= -.,+Zu019\n\0\u007f".chars().mapToObj(c -> (byte) c).toList());
    return Combinators.combine(
            Arbitraries.of(SEEDS),
            Arbitraries.integers().between(0, 90),
            Arbitraries.integers().between(0, 3),
            Arbitraries.oneOf(telling, Arbitraries.bytes()).list().ofMaxSize(4))
        .as(AnyBytesTest::change);
  }

  /** Replaces some bytes of a line by others; where it is short, cuts it off there. */
  private static byte[] change(String seed, int at, int removed, List<Byte> inserted) {
    byte[] line = seed.getBytes(StandardCharsets.UTF_8);
    int from = Math.min(at, line.length);
    int to = at % 7 == 0 ? line.length : Math.min(from + removed, line.length);
    byte[] changed = Arrays.copyOf(line, from + inserted.size() + line.length - to);
    for (int i = 0; i < inserted.size(); i++) {
      changed[from + i] = inserted.get(i);
    }
    System.arraycopy(line, to, changed, from + inserted.size(), line.length - to);
    return changed;
  }

  private static void check(RecordFormat format, byte[] line) {
    // On its own, an index outside the line is an exception.
    LogRecord alone = Line.read(format, Line.CONTEXT, line);
    checkNames(alone);
    for (String surrounding : SURROUNDINGS) {
      byte[] margin = surrounding.getBytes(StandardCharsets.UTF_8);
      byte[] block = Arrays.copyOf(margin, MARGIN + line.length + MARGIN);
      System.arraycopy(line, 0, block, MARGIN, line.length);
      System.arraycopy(margin, 0, block, MARGIN + line.length, MARGIN);
      LogRecord within =
          Line.read(format, format.open(Line.CONTEXT), block, MARGIN, MARGIN + line.length);
      assertThat(parts(within)).isEqualTo(parts(alone));
    }
  }

  private static List<Object> parts(LogRecord record) {
    return List.of(
        record.failure(),
        record.flags(),
        record.timestamp(),
        record.facility(),
        record.severity(),
        record.hostSlice(),
        record.programSlice(),
        record.processIdSlice(),
        record.messageSlice(),
        record.fields());
  }

  private static void checkNames(LogRecord record) {
    for (var name : List.of(record.hostSlice(), record.programSlice(), record.processIdSlice())) {
      for (int i = 0; i < name.length(); i++) {
        assertThat(name.byteAt(i) & 0xff).isGreaterThan(' ').isNotEqualTo(0x7f);
      }
    }
  }
}
