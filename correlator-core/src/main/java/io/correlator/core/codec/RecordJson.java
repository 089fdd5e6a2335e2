package io.correlator.core.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import io.correlator.api.Block;
import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.LogRecord.Flag;
import io.correlator.api.ParseFailure;
import io.correlator.api.RecordHeader;
import io.correlator.api.Slice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The records of the evidence: the exact bytes, where they stood, and what the format found in
 * them, as places in the bytes.
 */
final class RecordJson {
  private RecordJson() {}

  static void write(LogRecord record, JsonGenerator json) throws IOException {
    Block.Provenance provenance = record.provenance();
    json.writeStartObject();
    json.writeStringField("source", provenance.source());
    if (!provenance.sender().isEmpty()) {
      json.writeStringField("sender", provenance.sender());
    }
    json.writeNumberField("incarnation", provenance.incarnation());
    json.writeStringField("counting", provenance.counting().name());
    json.writeStringField("format", provenance.format());
    json.writeNumberField("position", record.position());
    json.writeNumberField("line", record.line());
    json.writeNumberField("time", record.epochMilli());
    json.writeNumberField("received", record.received().toEpochMilli());
    writeRaw(record, json);
    writePart("host", record, record.hostSlice(), json);
    writePart("program", record, record.programSlice(), json);
    writePart("processId", record, record.processIdSlice(), json);
    json.writeNumberField(
        record.isMessageQuoted() ? "quotedMessage" : "message", record.messageIndex());
    writeRest(record, json);
    json.writeEndObject();
  }

  private static void writeRaw(LogRecord record, JsonGenerator json) throws IOException {
    byte[] bytes = record.rawSlice().toByteArray();
    String text = record.raw();
    if (Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)) {
      json.writeStringField("raw", text);
    } else {
      json.writeFieldName("rawBase64");
      json.writeBinary(bytes);
    }
  }

  /** Any place that has the same bytes will do: nobody can tell the difference. */
  private static void writePart(String name, LogRecord record, Slice part, JsonGenerator json)
      throws IOException {
    if (!part.isEmpty()) {
      json.writeFieldName(name);
      json.writeArray(new int[] {record.rawSlice().indexOf(part, 0), part.length()}, 0, 2);
    }
  }

  private static void writeRest(LogRecord record, JsonGenerator json) throws IOException {
    if (record.severity().isPresent()) {
      json.writeNumberField(
          "priority",
          record.facility().orElse(0) * 8
              + record.severity().map(io.correlator.api.Severity::code).orElse(0));
    }
    if (record.failure().isPresent()) {
      json.writeStringField("failure", record.failure().get().name());
    }
    if (!record.flags().isEmpty()) {
      json.writeArrayFieldStart("flags");
      for (Flag flag : record.flags()) {
        json.writeString(flag.name());
      }
      json.writeEndArray();
    }
    if (!record.fields().isEmpty()) {
      json.writeFieldName("fields");
      EventWriter.write(record.fields(), json);
    }
  }

  static LogRecord read(JsonParser json) throws IOException {
    return new Parts().read(json);
  }

  /** What was read of a record so far. */
  private static final class Parts {
    private final RecordHeader header = new RecordHeader();
    private final Set<Flag> flags = EnumSet.noneOf(Flag.class);
    private @Nullable String source;
    private String sender = "";
    private long incarnation;
    private Block.Counting counting = Block.Counting.BYTES;
    private String format = "";
    private long position;
    private long line;
    private long time;
    private long received;
    private byte @Nullable [] raw;
    private Fields fields = Fields.empty();

    LogRecord read(JsonParser json) throws IOException {
      JsonObject.forEachMember(json, this::readMember);
      return record();
    }

    private void readMember(String name, JsonParser json) throws IOException {
      switch (name) {
        case "source" -> source = JsonObject.text(json);
        case "sender" -> sender = JsonObject.text(json);
        case "incarnation" -> incarnation = json.getLongValue();
        case "counting" -> counting = Block.Counting.valueOf(JsonObject.text(json));
        case "format" -> format = JsonObject.text(json);
        case "position" -> position = json.getLongValue();
        case "line" -> line = json.getLongValue();
        case "time" -> time = json.getLongValue();
        case "received" -> received = json.getLongValue();
        case "raw" -> raw = JsonObject.text(json).getBytes(StandardCharsets.UTF_8);
        case "rawBase64" -> raw = json.getBinaryValue();
        case "host" -> readPart(json, header::host);
        case "program" -> readPart(json, header::program);
        case "processId" -> readPart(json, header::processId);
        case "message" -> header.message(json.getIntValue());
        case "quotedMessage" -> header.quotedMessage(json.getIntValue());
        case "priority" -> header.priority(json.getIntValue());
        case "failure" -> header.failed(ParseFailure.valueOf(JsonObject.text(json)));
        case "flags" ->
            JsonObject.forEachElement(json, flag -> flags.add(Flag.valueOf(JsonObject.text(flag))));
        case "fields" -> fields = FieldsReader.read(json);
        default -> json.skipChildren();
      }
    }

    /** Takes the place of a part. */
    @FunctionalInterface
    private interface Place {
      void set(int from, int to);
    }

    private static void readPart(JsonParser json, Place place) throws IOException {
      int[] numbers = new int[2];
      int[] count = new int[1];
      JsonObject.forEachElement(json, number -> numbers[count[0]++] = number.getIntValue());
      place.set(numbers[0], Math.addExact(numbers[0], numbers[1]));
    }

    private LogRecord record() {
      byte[] bytes = JsonObject.required("raw", raw);
      Fields known = fields;
      Block.Provenance provenance =
          new Block.Provenance(
              JsonObject.required("source", source),
              sender,
              incarnation,
              counting,
              format,
              it -> known);
      Instant when = Instant.ofEpochMilli(time);
      if (!flags.remove(Flag.TIME_FALLBACK)) {
        header.timestamp(time);
      }
      Block block = Block.of(bytes, provenance, position, line, Instant.ofEpochMilli(received));
      LogRecord record =
          flags.remove(Flag.TRUNCATED)
              ? block.truncatedRecord(0, bytes.length, 0, header, when)
              : block.record(0, bytes.length, 0, header, when);
      for (Flag flag : flags) {
        record = record.flagged(flag);
      }
      return record;
    }
  }
}
