package io.correlator.api;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One line of a log, or several that belong together: what was said, by whom, and when.
 *
 * <p>Records are immutable, safe to share between threads, and cheap: the record keeps a slice of
 * the block it was read in and decodes a part when someone asks for it. Only the time stamp is
 * always read. Whoever keeps a record for long keeps its {@link #compact()} copy, because a record
 * holds on to its whole block.
 *
 * <p>A line that could not be read is a record too. It has a {@link #failure()}, its time is that
 * of the records around it, and its {@link #message()} is the whole line.
 *
 * <p>Parts come in two forms: as text ({@link #message()}) and, for code that runs on every record,
 * as a {@link Slice} of bytes that costs no copy ({@link #messageSlice()}). Bytes that are not
 * valid UTF-8 show as U+FFFD in the text; {@link #rawSlice()} always has the original bytes.
 */
public final class LogRecord {
  // The layout is packed, because every line of input makes one of these: 64 bytes on a JVM with
  // compressed references. A part is (offset << 16 | length), relative to the start of the record.
  private static final int FAILURE_SHIFT = 8;
  private static final int FAILURE_MASK = 0xf;
  private static final int QUOTED = 1 << 12;
  private static final int FLAG_SHIFT = 16;

  private final Block block;
  private final int from;
  private final int length;
  private final int index;
  private final long epochMilli;

  /** Priority in bits 0-7, failure + 1 in bits 8-11, whether the message is quoted, flags. */
  private final int meta;

  private final int host;
  private final int program;
  private final int processId;
  private final int messageFrom;

  // Both caches are safe without synchronization: what they hold is immutable, and computing it
  // twice gives the same.
  private @Nullable String message;

  /** The fields, once someone has asked for them; before, what the parser noted for that. */
  private @Nullable Object fields;

  /** Something that a reader of the record should know about how it came to be. */
  public enum Flag {
    /** The line has no time that could be read: its time is that of its neighbours or arrival. */
    TIME_FALLBACK,
    /** The line was longer than the limit: its end is missing. */
    TRUNCATED,
    /** The line's own time cannot be true: the record's time is the last one believed. */
    CLOCK_SKEW,
    /** The record came when its time had passed already: no window sees it. */
    LATE,
    /** The engine takes records as they come: the record's time is that of the one before it. */
    RETIMED,
    /**
     * The record is late only because more records waited to be put in order than there is room
     * for, so that some were evaluated early. What operators find for its key is {@linkplain
     * io.correlator.api.state.Firing.Flag#DEGRADED degraded} for a while.
     */
    OVERTAKEN,
    /**
     * The line says a time that is no single instant: the clocks of its zone skipped it, or showed
     * it twice, or it is in a leap second. The record's time is the nearest there is.
     */
    TIME_APPROXIMATE
  }

  LogRecord(
      Block block,
      int from,
      int length,
      int index,
      RecordHeader header,
      long epochMilli,
      boolean truncated) {
    this.block = block;
    this.from = from;
    this.length = length;
    this.index = index;
    this.epochMilli = epochMilli;
    this.meta =
        header.priority
            | (header.failure + 1) << FAILURE_SHIFT
            | (header.messageQuoted ? QUOTED : 0)
            | bit(Flag.TIME_FALLBACK, !header.hasTimestamp)
            | bit(Flag.TIME_APPROXIMATE, header.timeApproximate)
            | bit(Flag.TRUNCATED, truncated);
    this.host = pack(header.hostFrom, header.hostTo);
    this.program = pack(header.programFrom, header.programTo);
    this.processId = pack(header.processIdFrom, header.processIdTo);
    this.messageFrom =
        header.messageFrom < 0 ? 0 : Math.min(Math.max(header.messageFrom - from, 0), length);
    this.fields = header.note;
  }

  private LogRecord(LogRecord original, Block block) {
    this.block = block;
    this.from = 0;
    this.length = original.length;
    this.index = 0;
    this.epochMilli = original.epochMilli;
    this.meta = original.meta;
    this.host = original.host;
    this.program = original.program;
    this.processId = original.processId;
    this.messageFrom = original.messageFrom;
  }

  private LogRecord(LogRecord original, long epochMilli, Flag flag) {
    this.block = original.block;
    this.from = original.from;
    this.length = original.length;
    this.index = original.index;
    this.epochMilli = epochMilli;
    this.meta = original.meta | bit(flag, true);
    this.host = original.host;
    this.program = original.program;
    this.processId = original.processId;
    this.messageFrom = original.messageFrom;
    this.fields = original.fields;
  }

  LogRecord(Block block, Own own) {
    this.block = block;
    this.from = 0;
    this.length = block.bytes().length;
    this.index = 0;
    this.epochMilli = own.epochMilli;
    this.meta = own.meta;
    this.host = own.host;
    this.program = own.program;
    this.processId = own.processId;
    this.messageFrom = own.messageFrom;
  }

  /** What a record does not share with others, packed as it is in the record. */
  record Own(long epochMilli, int meta, int host, int program, int processId, int messageFrom) {
    static Own read(DataInput in) throws IOException {
      return new Own(
          in.readLong(), in.readInt(), in.readInt(), in.readInt(), in.readInt(), in.readInt());
    }

    /** Whether this can be of a record of so many bytes. */
    boolean fits(int length) {
      int priority = meta & RecordHeader.NO_PRIORITY;
      int flags = meta >>> FLAG_SHIFT;
      return (priority <= RecordHeader.HIGHEST_PRIORITY || priority == RecordHeader.NO_PRIORITY)
          && (meta >> FAILURE_SHIFT & FAILURE_MASK) <= ParseFailure.values().length
          && (meta & 0xe000) == 0
          && flags >>> Flag.values().length == 0
          && messageFrom >= 0
          && messageFrom <= length
          && fits(host, length)
          && fits(program, length)
          && fits(processId, length);
    }

    private static boolean fits(int part, int length) {
      return (part >>> 16) + (part & 0xffff) <= length;
    }
  }

  void writeOwn(DataOutput out) throws IOException {
    out.writeLong(epochMilli);
    out.writeInt(meta);
    out.writeInt(host);
    out.writeInt(program);
    out.writeInt(processId);
    out.writeInt(messageFrom);
  }

  private static int bit(Flag flag, boolean set) {
    return set ? 1 << (FLAG_SHIFT + flag.ordinal()) : 0;
  }

  private int pack(int partFrom, int partTo) {
    int offset = partFrom - from;
    int size = partTo - partFrom;
    return offset < 0 || offset > 0xffff || size <= 0 || size > 0xffff || offset + size > length
        ? 0
        : offset << 16 | size;
  }

  /** Which record this is; the same when the record is replayed. */
  public RecordId id() {
    return new RecordId(source(), block.provenance().incarnation(), position());
  }

  /** What the record shares with all others of its source. */
  public Block.Provenance provenance() {
    return block.provenance();
  }

  /** The name of the source; for a file, its path as given. */
  public String source() {
    return block.provenance().source();
  }

  /**
   * The address that it was sent from, such as {@code 192.0.2.7}; empty if it was read and not
   * sent. What a sender says of itself in the record is its {@link #host}. An address of UDP is
   * what the sender says, too: anybody can write another one into a datagram.
   */
  public Optional<String> sender() {
    String sender = block.provenance().sender();
    return sender.isEmpty() ? Optional.empty() : Optional.of(sender);
  }

  /** Where in its source the record starts: an offset in bytes, or a sequence number. */
  public long position() {
    return block.positionOf(from, index);
  }

  /** The number of its first line in its source, from 1; 0 for sources without lines. */
  public long line() {
    return block.lineOf(index);
  }

  /** When the record was written, in milliseconds since 1970-01-01T00:00Z: event time. */
  public long epochMilli() {
    return epochMilli;
  }

  /** When the record was written, to the millisecond: event time. */
  public Instant timestamp() {
    return Instant.ofEpochMilli(epochMilli);
  }

  /** When the record arrived here, to the millisecond. */
  public Instant received() {
    return Instant.ofEpochMilli(block.receivedEpochMilli());
  }

  /** Why the line could not be read; empty for a record that was read well. */
  public Optional<ParseFailure> failure() {
    int failure = meta >> FAILURE_SHIFT & FAILURE_MASK;
    return failure == 0 ? Optional.empty() : Optional.of(ParseFailure.ofOrdinal(failure - 1));
  }

  /** Whether {@code flag} applies. */
  public boolean is(Flag flag) {
    return (meta & bit(flag, true)) != 0;
  }

  /**
   * The same record with another time, and the reason why. For engines, which decide what time is
   * believed.
   */
  public LogRecord retimed(Instant timestamp, Flag reason) {
    return new LogRecord(this, timestamp.toEpochMilli(), reason);
  }

  /** The same record with one more flag. For engines. */
  public LogRecord flagged(Flag flag) {
    return is(flag) ? this : new LogRecord(this, epochMilli, flag);
  }

  /** All flags that apply; usually none. */
  public Set<Flag> flags() {
    EnumSet<Flag> flags = EnumSet.allOf(Flag.class);
    flags.removeIf(flag -> !is(flag));
    return flags;
  }

  /** The severity that the sender gave, if the record carries a priority. */
  public Optional<Severity> severity() {
    int priority = meta & RecordHeader.NO_PRIORITY;
    return priority == RecordHeader.NO_PRIORITY
        ? Optional.empty()
        : Optional.of(Severity.ofCode(priority & 7));
  }

  /** The facility that the sender gave, 0 to 23 (RFC 5424, table 1), if there is a priority. */
  public OptionalInt facility() {
    int priority = meta & RecordHeader.NO_PRIORITY;
    return priority == RecordHeader.NO_PRIORITY
        ? OptionalInt.empty()
        : OptionalInt.of(priority >> 3);
  }

  /** The machine that wrote the record, as it calls itself. */
  public Optional<String> host() {
    return text(host);
  }

  /** The machine that wrote the record; empty slice if the record does not say. */
  public Slice hostSlice() {
    return part(host);
  }

  /** The program that wrote the record. */
  public Optional<String> program() {
    return text(program);
  }

  /** The program that wrote the record; empty slice if the record does not say. */
  public Slice programSlice() {
    return part(program);
  }

  /** The process that wrote the record; usually, but not always, a number. */
  public Optional<String> processId() {
    return text(processId);
  }

  /** The process that wrote the record; empty slice if the record does not say. */
  public Slice processIdSlice() {
    return part(processId);
  }

  /**
   * What was said: the line without its header; the whole line where no header was found. In a
   * format that puts it in quotes, such as JSON, the text in them, decoded. It may hold line ends,
   * as that of a record of several lines does.
   */
  public String message() {
    String text = message;
    if (text == null) {
      text = messageSlice().toString();
      message = text;
    }
    return text;
  }

  /** The bytes of the {@link #message()}. */
  public Slice messageSlice() {
    return isMessageQuoted()
        ? QuotedText.read(block.bytes(), from + messageFrom, from + length)
        : new Slice(block.bytes(), from + messageFrom, from + length);
  }

  /** Where the message begins in the {@link #rawSlice()}: if it is quoted, the opening quote. */
  public int messageIndex() {
    return messageFrom;
  }

  /** Whether the message stands in the line as a JSON string. */
  public boolean isMessageQuoted() {
    return (meta & QUOTED) != 0;
  }

  /** The whole line as text, without its line end. */
  public String raw() {
    return rawSlice().toString();
  }

  /** The bytes of the whole line, exactly as read, without its line end. */
  public Slice rawSlice() {
    return new Slice(block.bytes(), from, from + length);
  }

  /** The length of the whole line in bytes, without its line end. */
  public int length() {
    return length;
  }

  /** The named fields that the record's format defines; none for plain syslog. */
  public Fields fields() {
    if (fields instanceof Fields known) {
      return known;
    }
    Fields read = block.provenance().fields().apply(this);
    fields = read;
    return read;
  }

  /**
   * What the parser has noted for the format ({@link RecordHeader#note}). For the format, while it
   * reads the {@link #fields()}: later, and in a copy of the record, it may be gone.
   */
  public Optional<Object> note() {
    Object noted = fields;
    return noted instanceof Fields ? Optional.empty() : Optional.ofNullable(noted);
  }

  /**
   * The part or field of this name, as text. The record's own parts come first ({@code host},
   * {@code program}, {@code processId}, {@code severity}, {@code message}, {@code raw}, {@code
   * source}, {@code sender}), then its {@link #fields()}.
   */
  public Optional<String> field(String name) {
    return switch (name) {
      case "host" -> host().or(() -> fields().text(name));
      case "program" -> program().or(() -> fields().text(name));
      case "processId" -> processId().or(() -> fields().text(name));
      case "severity" -> severity().map(Severity::toString).or(() -> fields().text(name));
      case "message" -> Optional.of(message());
      case "raw" -> Optional.of(raw());
      case "source" -> Optional.of(source());
      case "sender" -> sender().or(() -> fields().text(name));
      default -> fields().text(name);
    };
  }

  /**
   * The same record on bytes of its own, for whoever keeps it: it does not hold on to its block.
   */
  public LogRecord compact() {
    return length == block.bytes().length
        ? this
        : new LogRecord(this, block.only(from, from + length, index));
  }

  /** Whether keeping both records costs no more bytes than keeping one: they share a block. */
  public boolean sharesBlockWith(LogRecord other) {
    return block == other.block;
  }

  private Slice part(int packed) {
    int offset = packed >>> 16;
    int size = packed & 0xffff;
    return size == 0
        ? Slice.empty()
        : new Slice(block.bytes(), from + offset, from + offset + size);
  }

  private Optional<String> text(int packed) {
    return packed == 0 ? Optional.empty() : Optional.of(part(packed).toString());
  }

  /** The raw line. */
  @Override
  public String toString() {
    return raw();
  }
}
