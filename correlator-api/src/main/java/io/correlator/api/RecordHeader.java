package io.correlator.api;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a parser found at the start of one line: where the parts are, never a copy of them.
 *
 * <p>One header is used for all records of a source in turn, so nothing is allocated per line. The
 * thread that runs the source owns it. Positions are indexes into the block being parsed. A part
 * that starts more than 65,535 bytes into the record, or is longer than that, counts as absent.
 */
public final class RecordHeader {
  static final int NO_PRIORITY = 0xff;
  static final int HIGHEST_PRIORITY = 191;

  long epochMilli;
  boolean hasTimestamp;
  boolean timeApproximate;
  int priority;
  int failure;
  int hostFrom;
  int hostTo;
  int programFrom;
  int programTo;
  int processIdFrom;
  int processIdTo;
  int messageFrom;
  boolean messageQuoted;
  @Nullable Object note;

  private long laterBy;
  private boolean part;
  private int partFrom;
  private int partTo;
  private int rest;

  /** An empty header. */
  public RecordHeader() {
    reset();
  }

  /** Forgets everything, ready for the next line. */
  public void reset() {
    epochMilli = 0;
    hasTimestamp = false;
    timeApproximate = false;
    laterBy = 0;
    priority = NO_PRIORITY;
    failure = -1;
    hostFrom = 0;
    hostTo = 0;
    programFrom = 0;
    programTo = 0;
    processIdFrom = 0;
    processIdTo = 0;
    messageFrom = -1;
    messageQuoted = false;
    note = null;
    part = false;
  }

  /** When the record says it was written, in milliseconds since 1970-01-01T00:00Z. */
  public void timestamp(long epochMilli) {
    this.epochMilli = epochMilli;
    this.hasTimestamp = true;
    this.timeApproximate = false;
    this.laterBy = 0;
  }

  /**
   * When the record was written, if what it says is no single instant ({@link
   * LogRecord.Flag#TIME_APPROXIMATE}).
   *
   * @param epochMilli the earliest that it can be, in milliseconds since 1970-01-01T00:00Z
   * @param laterBy by how many milliseconds later that comes when clocks showed the time again; 0
   *     if they never did, or once
   */
  public void approximateTimestamp(long epochMilli, long laterBy) {
    timestamp(epochMilli);
    this.timeApproximate = true;
    this.laterBy = laterBy;
  }

  /** By how many milliseconds later the record may have been written; mostly 0. */
  public long laterBy() {
    return laterBy;
  }

  /** Whether the line carried a time of its own. */
  public boolean hasTimestamp() {
    return hasTimestamp;
  }

  /** The time last set by {@link #timestamp(long)}; 1970-01-01T00:00Z if there was none. */
  public Instant timestamp() {
    return Instant.ofEpochMilli(epochMilli);
  }

  /**
   * Facility times eight plus severity (RFC 5424, section 6.2.1).
   *
   * @throws IllegalArgumentException if {@code priority} is not between 0 and 191
   */
  public void priority(int priority) {
    if (priority < 0 || priority > HIGHEST_PRIORITY) {
      throw new IllegalArgumentException("priority " + priority + " is not between 0 and 191");
    }
    this.priority = priority;
  }

  /** Where the name of the machine stands that wrote the record. */
  public void host(int from, int to) {
    hostFrom = from;
    hostTo = to;
  }

  /** Where the name of the program stands that wrote the record. */
  public void program(int from, int to) {
    programFrom = from;
    programTo = to;
  }

  /** Where the process id stands. */
  public void processId(int from, int to) {
    processIdFrom = from;
    processIdTo = to;
  }

  /** Where the message starts; it reaches to the end of the record. */
  public void message(int from) {
    messageFrom = from;
    messageQuoted = false;
  }

  /**
   * Where the message stands if it is a JSON string: {@code from} is the index of the quote that
   * opens it. It ends with the quote that closes it, and is decoded when someone asks for it.
   */
  public void quotedMessage(int from) {
    messageFrom = from;
    messageQuoted = true;
  }

  /**
   * What a parser has found beside all this, for its format: the record shows it to {@link
   * io.correlator.api.source.RecordFormat#fields} ({@link LogRecord#note()}), which need not look
   * for it again. It is no part of the record, which may lose it at any time.
   *
   * @param note immutable; does not hold on to the block, so that fields that someone keeps do not
   */
  public void note(Object note) {
    this.note = requireNonNull(note, "note");
  }

  /**
   * Only a part of what was given to the parser is the record. What comes from {@code rest} on is
   * given to it as another one; what is in between, and what comes before the part, says nothing:
   * it separates records.
   */
  public void only(int from, int to, int rest) {
    part = true;
    partFrom = from;
    partTo = to;
    this.rest = rest;
  }

  /** Whether {@link #only} was called since the last {@link #reset}. */
  public boolean isPart() {
    return part;
  }

  /** Where the record begins, if it is only a part. */
  public int partFrom() {
    return partFrom;
  }

  /** Where the record ends, if it is only a part. */
  public int partTo() {
    return partTo;
  }

  /** Where the next record begins, if this one is only a part. */
  public int rest() {
    return rest;
  }

  /** Why the line could not be read. What was found before the failure may stay set. */
  public void failed(ParseFailure reason) {
    failure = reason.ordinal();
  }

  /** Whether {@link #failed} was called since the last {@link #reset}. */
  public boolean hasFailed() {
    return failure >= 0;
  }
}
