package io.correlator.sources.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.correlator.api.Block;
import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.RecordHeader;
import io.correlator.api.Slice;
import io.correlator.api.source.FormatContext;
import io.correlator.api.source.RecordFormat;
import io.correlator.api.source.RecordParser;
import io.correlator.fuzz.Chance;
import io.correlator.fuzz.Claim;
import io.correlator.fuzz.Target;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;

/**
 * A format of lines. Whatever a line says, it becomes a record: nothing is read outside the line,
 * nothing hostile gets into its names, all its bytes can be had again, its fields are the same
 * whenever they are asked for and not much longer than the line, and what the parser has read
 * before makes no difference.
 */
public class LineTarget implements Target {
  static final FormatContext CONTEXT =
      new FormatContext(ZoneOffset.UTC, Instant.parse("2026-03-02T12:00:00Z"));

  private static final int MARGIN = 40;

  /** What may stand around a line in its block, and would be taken for a part of it. */
  private static final List<byte[]> SURROUNDINGS =
      List.of(
          "0123456789012345678901234567890123456789".getBytes(UTF_8),
          "          : : : : ]]]]\"\"\"\"              ".getBytes(UTF_8),
          "Mar  1 07:28:03 web1 sshd[1]: x         ".getBytes(UTF_8),
          "<34>1 2003-10-11T22:14:15Z a b c d - xyz".getBytes(UTF_8),
          "\"}]},{\"host\":\"x\\u1234567890\"}}}]]]\"\"\"   ".getBytes(UTF_8),
          "\\\\\\\\\\\\\\\\||||||||========\t\t\t\t\t\t\t\t^^^^^^^^".getBytes(UTF_8),
          "\n\0".repeat(MARGIN / 2).getBytes(UTF_8));

  private final RecordFormat format;

  /** Attacks a format. */
  public LineTarget(RecordFormat format) {
    this.format = format;
  }

  @Override
  public void attack(byte[] line) {
    LogRecord alone = read(format, format.open(CONTEXT), line);
    sameInAnySurroundings(line, alone, Chance.of(line));
    sameAfterOtherLines(line, alone);
    names(alone);
    text(line, alone);
    fields(alone);
  }

  static LogRecord read(RecordFormat format, byte[] line) {
    return read(format, format.open(CONTEXT), line);
  }

  private static LogRecord read(RecordFormat format, RecordParser parser, byte[] line) {
    return read(format, parser, line, 0, line.length);
  }

  private static LogRecord read(
      RecordFormat format, RecordParser parser, byte[] block, int from, int to) {
    RecordHeader header = new RecordHeader();
    parser.parse(block, from, to, header);
    if (header.isPart()) {
      Claim.that(
          from <= header.partFrom()
              && header.partFrom() <= header.partTo()
              && header.partTo() <= header.rest()
              && from < header.rest()
              && header.rest() <= to,
          "a record is within its line");
    }
    Block.Provenance provenance =
        new Block.Provenance("fuzz", 0, Block.Counting.BYTES, format::fields);
    return Block.of(block, provenance, 0, 1, CONTEXT.reference())
        .record(
            header.isPart() ? header.partFrom() : from,
            header.isPart() ? header.partTo() : to,
            0,
            header,
            CONTEXT.reference());
  }

  private void sameInAnySurroundings(byte[] line, LogRecord alone, Chance chance) {
    byte[] margin = SURROUNDINGS.get(chance.below(SURROUNDINGS.size()));
    byte[] block = Arrays.copyOf(margin, MARGIN + line.length + MARGIN);
    System.arraycopy(line, 0, block, MARGIN, line.length);
    System.arraycopy(margin, 0, block, MARGIN + line.length, MARGIN);
    LogRecord within = read(format, format.open(CONTEXT), block, MARGIN, MARGIN + line.length);
    same(alone, within, "in surroundings");
  }

  /** A parser remembers what speeds it up. */
  private void sameAfterOtherLines(byte[] line, LogRecord alone) {
    RecordParser used = format.open(CONTEXT);
    RecordHeader header = new RecordHeader();
    used.parse(line, 0, line.length / 2, header);
    header.reset();
    used.parse(line, line.length / 3, line.length, header);
    same(alone, read(format, used, line), "after other lines");
  }

  static void same(LogRecord expected, LogRecord found, String where) {
    same(expected.failure(), found.failure(), where, "failure");
    same(expected.flags(), found.flags(), where, "flags");
    same(expected.epochMilli(), found.epochMilli(), where, "time");
    same(expected.facility(), found.facility(), where, "facility");
    same(expected.severity(), found.severity(), where, "severity");
    same(expected.hostSlice(), found.hostSlice(), where, "host");
    same(expected.programSlice(), found.programSlice(), where, "program");
    same(expected.processIdSlice(), found.processIdSlice(), where, "process");
    same(expected.messageSlice(), found.messageSlice(), where, "message");
    same(expected.rawSlice(), found.rawSlice(), where, "raw");
    same(expected.fields(), found.fields(), where, "fields");
  }

  private static void same(Object expected, Object found, String where, String what) {
    if (!expected.equals(found)) {
      Claim.same(expected, found, where + ": " + what);
    }
  }

  private static void names(LogRecord record) {
    name(record.hostSlice(), '!');
    // "Microsoft-Windows-Security-Auditing" is one, and so is "Windows Error Reporting".
    name(record.programSlice(), ' ');
    name(record.processIdSlice(), '!');
  }

  private static void name(Slice name, char least) {
    for (int i = 0; i < name.length(); i++) {
      int c = name.byteAt(i) & 0xff;
      Claim.that(c >= least && c != 0x7f, "a name is visible");
    }
  }

  private static void text(byte[] line, LogRecord record) {
    Slice raw = record.rawSlice();
    if (raw.length() == line.length) {
      Claim.sameBytes(line, raw.toByteArray(), "the raw bytes are those of the line");
    } else {
      Claim.that(Slice.copyOf(line).contains(raw), "the raw bytes are some of the line");
    }
    int index = record.messageIndex();
    Claim.that(index >= 0 && index <= raw.length(), "the message is within the line");
    Claim.that(record.message().length() <= line.length, "the message is not longer than the line");
    Claim.same(record.raw(), record.toString(), "a record is shown as its line");
  }

  private static void fields(LogRecord record) {
    Fields lazily = record.fields();
    Claim.same(lazily, record.compact().fields(), "fields of a compact copy");
    Claim.that(
        size(lazily) <= 16L * record.length() + 256, "fields are not much longer than the line");
    for (int i = 0; i < lazily.size(); i++) {
      String name = lazily.names().get(i);
      Claim.that(lazily.has(name), "a field can be asked for");
      Claim.that(lazily.get(name).isPresent(), "a field can be had");
      Claim.that(lazily.value(i) != null, "a field has a value");
    }
  }

  private static long size(Object value) {
    if (value instanceof Fields fields) {
      long[] size = {0};
      fields.forEach((name, each) -> size[0] += name.length() + size(each));
      return size[0];
    }
    if (value instanceof List<?> list) {
      long size = 0;
      for (Object each : list) {
        size += 1 + size(each);
      }
      return size;
    }
    return value.toString().length();
  }
}
