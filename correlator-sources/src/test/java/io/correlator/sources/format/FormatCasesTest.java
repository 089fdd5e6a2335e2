package io.correlator.sources.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.correlator.api.LogRecord;
import io.correlator.api.source.RecordFormat;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Compares what the formats read with tables of cases, which quote the sentence that each case
 * comes from. Their first lines say how they are written.
 */
class FormatCasesTest {
  private record Case(String why, String line, Map<String, String> expected) {}

  @TestFactory
  Stream<DynamicTest> readsClassicSyslog() throws IOException {
    return tests(new Rfc3164Format(), "rfc3164.cases");
  }

  @TestFactory
  Stream<DynamicTest> readsClassicSyslogAmongOthers() throws IOException {
    return tests(new SyslogFormat(), "rfc3164.cases");
  }

  @TestFactory
  Stream<DynamicTest> readsSyslogWithStructuredData() throws IOException {
    return tests(new Rfc5424Format(), "rfc5424.cases");
  }

  @TestFactory
  Stream<DynamicTest> tellsTheFormatsApart() throws IOException {
    return tests(new SyslogFormat(), "syslog.cases");
  }

  @TestFactory
  Stream<DynamicTest> readsLinesWithATime() throws IOException {
    return tests(new TimedFormat(), "timed.cases");
  }

  @TestFactory
  Stream<DynamicTest> readsLinesWithATimeAmongOthers() throws IOException {
    return tests(new AutoFormat(), "timed.cases");
  }

  @TestFactory
  Stream<DynamicTest> readsAccessLogs() throws IOException {
    return ofWholeLines(new AccessFormat(), "access.cases");
  }

  @TestFactory
  Stream<DynamicTest> readsTheAuditLog() throws IOException {
    return ofWholeLines(new AuditFormat(), "auditd.cases");
  }

  @TestFactory
  Stream<DynamicTest> readsNamesAndValues() throws IOException {
    return ofWholeLines(new LogfmtFormat(), "logfmt.cases");
  }

  /** Lines that are their own message, by their format and by the one that tells all apart. */
  private static Stream<DynamicTest> ofWholeLines(RecordFormat format, String file)
      throws IOException {
    List<Case> cases = cases(file);
    for (Case each : cases) {
      if (!each.expected().containsKey("failure")) {
        each.expected().put("message", unescape(each.line()));
      }
    }
    return Stream.of(format, new TimedFormat(), new AutoFormat())
        .flatMap(reader -> tests(reader, cases));
  }

  @TestFactory
  Stream<DynamicTest> takesAnyLineAsItIs() throws IOException {
    return tests(new PlainFormat(), "plain.cases");
  }

  private static Stream<DynamicTest> tests(RecordFormat format, String file) throws IOException {
    return tests(format, cases(file));
  }

  private static Stream<DynamicTest> tests(RecordFormat format, List<Case> cases) {
    return cases.stream()
        .map(
            each ->
                dynamicTest(
                    each.why() + ": " + each.line(),
                    () ->
                        assertThat(describe(Line.read(format, unescape(each.line()))))
                            .isEqualTo(each.expected())));
  }

  private static Map<String, String> describe(LogRecord record) {
    Map<String, String> parts = new LinkedHashMap<>();
    record.failure().ifPresent(failure -> parts.put("failure", failure.toString()));
    if (!record.is(LogRecord.Flag.TIME_FALLBACK)) {
      parts.put("time", record.timestamp().toString());
    }
    record.facility().ifPresent(facility -> parts.put("facility", Integer.toString(facility)));
    record.severity().ifPresent(severity -> parts.put("severity", severity.toString()));
    record.host().ifPresent(host -> parts.put("host", host));
    record.program().ifPresent(program -> parts.put("program", program));
    record.processId().ifPresent(id -> parts.put("pid", id));
    if (record.failure().isEmpty()) {
      parts.put("message", record.message());
    } else {
      assertThat(record.message()).isEqualTo(record.raw());
    }
    if (!record.fields().isEmpty()) {
      parts.put("fields", record.fields().toString());
    }
    return parts;
  }

  private static List<Case> cases(String file) throws IOException {
    List<Case> cases = new ArrayList<>();
    String why = "";
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(FormatCasesTest.class.getResourceAsStream(file), file),
                StandardCharsets.UTF_8))) {
      for (String text : reader.lines().toList()) {
        if (text.startsWith("# ")) {
          why = text.substring(2);
        } else if (text.startsWith("| ")) {
          cases.add(new Case(why, text.substring(2), new LinkedHashMap<>()));
        } else if (!text.isEmpty() && !text.startsWith("//")) {
          String[] part = text.split(" = ?", 2);
          cases.get(cases.size() - 1).expected().put(part[0], unescape(part[1]));
        }
      }
    }
    assertThat(cases).isNotEmpty();
    return cases;
  }

  /** {@code \\u0000} becomes the character, {@code $} at the end of a line marks its blanks. */
  private static String unescape(String text) {
    StringBuilder plain = new StringBuilder();
    String marked = text.endsWith(" $") ? text.substring(0, text.length() - 1) : text;
    for (int i = 0; i < marked.length(); i++) {
      if (marked.startsWith("\\u", i)) {
        plain.append((char) Integer.parseInt(marked.substring(i + 2, i + 6), 16));
        i += 5;
      } else {
        plain.append(marked.charAt(i));
      }
    }
    return plain.toString();
  }
}
