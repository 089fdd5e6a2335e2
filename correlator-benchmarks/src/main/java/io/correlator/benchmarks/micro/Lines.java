package io.correlator.benchmarks.micro;

import io.correlator.api.Block;
import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.RecordHeader;
import io.correlator.api.source.FormatContext;
import io.correlator.api.source.RecordFormat;
import io.correlator.api.source.RecordParser;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Lines to measure with, one after another in one block, as a source would have them. */
final class Lines {
  static final Instant REFERENCE = Instant.parse("2025-12-11T00:00:00Z");

  /** How many different lines there are: more than the processor can learn by heart. */
  static final int COUNT = 1024;

  final byte[] block;
  final int[] from = new int[COUNT];
  final int[] to = new int[COUNT];

  private Lines(List<String> lines) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < COUNT; i++) {
      from[i] = text.length();
      text.append(lines.get(i));
      to[i] = text.length();
      text.append('\n');
    }
    block = text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** Failed passwords, in classic syslog. */
  static Lines rfc3164() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      lines.add(
          "<86>Dec 10 06:%02d:%02d gate sshd[%d]: %s"
              .formatted(i / 60 % 60, i % 60, 1000 + i, failure(i)));
    }
    return new Lines(lines);
  }

  /** The same with a version, a full time stamp and structured data. */
  static Lines rfc5424() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      lines.add(
          "<86>1 2025-12-10T06:%02d:%02d.%03dZ gate sshd %d - [origin@32473 ip=\"192.0.2.1\" seq=\"%d\"] %s"
              .formatted(i / 60 % 60, i % 60, i * 7 % 1000, 1000 + i, i, failure(i)));
    }
    return new Lines(lines);
  }

  /** Requests, as Apache and nginx write them in the Combined Log Format. */
  static Lines access() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      lines.add(
          ("198.18.%d.%d - - [10/Dec/2025:06:%02d:%02d +0000] \"GET /shop/item%d?page=%d HTTP/1.1\" 200 %d"
                  + " \"https://www.example.org/\" \"Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101\"")
              .formatted(i >> 8, i & 255, i / 60 % 60, i % 60, i, i % 7, 512 + i));
    }
    return new Lines(lines);
  }

  /** Programs that were started, as the audit daemon of Linux writes them. */
  static Lines audit() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      lines.add(
          ("type=SYSCALL msg=audit(17653464%02d.%03d:%d): arch=c000003e syscall=59 success=yes exit=0 a0=55d0 a1=55d1"
                  + " a2=55d2 a3=8 items=2 ppid=%d pid=%d auid=1000 uid=0 gid=0 euid=0 tty=pts0 ses=3 comm=\"cat\""
                  + " exe=\"/usr/bin/cat\" key=\"exec\"")
              .formatted(i / 60 % 60, i * 7 % 1000, i, i, i + 1));
    }
    return new Lines(lines);
  }

  /** What programs say in names and values. */
  static Lines logfmt() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      lines.add(
          "ts=2025-12-10T06:%02d:%02d.%03dZ level=info caller=server.go:%d msg=\"request done\" path=/a/%d status=200 took=%dms"
              .formatted(i / 60 % 60, i % 60, i * 7 % 1000, 10 + i, i, i));
    }
    return new Lines(lines);
  }

  /** Processes that were started, as Windows and Sysmon write them. */
  static Lines windows() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      lines.add(WINDOWS_EVENT.formatted(i / 60 % 60, i % 60, 1000 + i, i, i * 7, i));
    }
    return new Lines(lines);
  }

  private static final String WINDOWS_EVENT =
      """
      {"Event": {"System": {"Provider": {"#attributes": {"Name": "Microsoft-Windows-Sysmon", \
      "Guid": "{00000000-0000-4000-8000-000000000001}"}}, "EventID": 1, "Version": 5, "Level": 4, \
      "Task": 1, "Opcode": 0, "Keywords": "0x8000000000000000", "TimeCreated": {"#attributes": \
      {"SystemTime": "2025-12-10T06:%02d:%02d.1234567Z"}}, "EventRecordID": %d, "Correlation": null, \
      "Execution": {"#attributes": {"ProcessID": 3208, "ThreadID": 1724}}, "Channel": \
      "Microsoft-Windows-Sysmon/Operational", "Computer": "ws1.example.org", "Security": \
      {"#attributes": {"UserID": "S-1-5-18"}}}, "EventData": {"RuleName": "-", "UtcTime": \
      "2025-12-10 06:00:00.123", "ProcessGuid": "{00000000-0000-4000-8000-0000000%05d}", \
      "ProcessId": %d, "Image": "C:\\\\Windows\\\\System32\\\\cmd.exe", "CommandLine": \
      "cmd.exe /c echo %d > C:\\\\Users\\\\alice\\\\AppData\\\\Local\\\\Temp\\\\out.txt", \
      "CurrentDirectory": "C:\\\\Users\\\\alice\\\\", "User": "EXAMPLE\\\\alice", "LogonId": "0x3e7", \
      "IntegrityLevel": "Medium", "Hashes": "SHA256=00112233445566778899AABBCCDDEEFF", \
      "ParentProcessId": 4711, "ParentImage": "C:\\\\Windows\\\\explorer.exe", \
      "ParentCommandLine": "C:\\\\Windows\\\\Explorer.EXE", "ParentUser": "EXAMPLE\\\\alice"}}}""";

  private static String failure(int i) {
    return "Failed password for root from 198.18.%d.%d port %d ssh2"
        .formatted(i >> 8, i & 255, 1024 + i * 61);
  }

  RecordParser parser(RecordFormat format) {
    return format.open(new FormatContext(ZoneOffset.UTC, REFERENCE));
  }

  /** The lines as records. */
  List<LogRecord> records(RecordFormat format) {
    RecordParser parser = parser(format);
    RecordHeader header = new RecordHeader();
    Block shared =
        Block.of(
            block,
            new Block.Provenance("benchmark", 0, Block.Counting.BYTES, record -> Fields.empty()),
            0,
            1,
            REFERENCE);
    List<LogRecord> records = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      header.reset();
      parser.parse(block, from[i], to[i], header);
      records.add(shared.record(from[i], to[i], i, header, REFERENCE));
    }
    return records;
  }
}
