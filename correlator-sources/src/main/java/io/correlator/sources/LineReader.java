package io.correlator.sources;

import static java.util.Objects.requireNonNull;

import io.correlator.api.source.RecordSpan;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads text in blocks, cuts it into lines, and these into records, which have one line or several.
 * A line ends in LF or CRLF; a CR elsewhere is part of the line. For the thread of one source.
 *
 * <p>Bytes of which a record was made are never written again, because the record keeps its block.
 * A record that the block's end cuts in two is copied to the next block, so each is in one piece. A
 * line may also hold several records, if the parser says so. Memory is bounded by the longest
 * record allowed: of a longer line the beginning is kept and the rest is skipped. A record of
 * several lines ends before the line with which it would be too long. So what the records are does
 * not depend on where the blocks end.
 *
 * <p>From a connection, a record may also come with its length before it; see {@link OctetCount}.
 */
final class LineReader {
  /** So many bytes before a place tell it from others, at most. */
  static final int TAIL = 256;

  /** Line ends are looked for in so many bytes, and then lines are read while these are close. */
  private static final int LOOKED_AT_ONCE = 1024;

  private final InputStream in;
  private final RecordAssembler assembler;
  private final InstantSource clock;
  private final Limits limits;

  private byte[] bytes;
  private int filled;

  /** What came right before the block, at most {@link #TAIL} bytes. */
  private byte[] before = new byte[0];

  private final RecordSpan span;

  /** Who hears of lengths that cannot be meant, if records may come with their lengths. */
  private final @Nullable Consumer<ConnectionFault> faults;

  /** What the frame is that begins at {@link #start}: its length, if that is known. */
  private OctetCount frame = OctetCount.UNKNOWN;

  /** How much of a counted frame is left to be skipped, because it is too long. */
  private long toSkip;

  /** Whether a counted frame came right before: a line end behind it belongs to nothing. */
  private boolean afterCounted;

  private long ends;

  private final int[] lineEnds = new int[LOOKED_AT_ONCE];

  /** Where the unfinished record begins. */
  private int start;

  /** How many whole lines of it there are, and where the text of the last one ends. */
  private int openLines;

  private int openTo;

  /** Where the unfinished line begins, and how far its end was looked for in vain. */
  private int lineStart;

  private int scanned;

  /** Whether the rest of a line that is too long is being skipped. */
  private boolean skipping;

  /** Whether a record was made of what comes before, though its line had no end yet. */
  private boolean afterUnfinished;

  /** The position of the block's first byte, and the number of the line at start; 0: not known. */
  private long position;

  private long line = 1;

  /**
   * How much is read and kept at once.
   *
   * @param firstBlock the size of the first block in bytes; a small file needs only a small one
   * @param block the size of all others, unless a line needs more
   * @param line how many bytes of a line are kept
   */
  record Limits(int firstBlock, int block, int line) {}

  /** Reads lines from {@code in}, whose first byte has this position. */
  LineReader(
      InputStream in,
      RecordAssembler assembler,
      RecordSpan span,
      InstantSource clock,
      long position,
      Limits limits) {
    this(in, assembler, span, clock, position, limits, null);
  }

  /** Reads what a connection sends: lines, or frames with their lengths. */
  static LineReader ofConnection(
      InputStream in,
      RecordAssembler assembler,
      RecordSpan span,
      InstantSource clock,
      Limits limits,
      Consumer<ConnectionFault> faults) {
    return new LineReader(in, assembler, span, clock, 0, limits, faults);
  }

  private LineReader(
      InputStream in,
      RecordAssembler assembler,
      RecordSpan span,
      InstantSource clock,
      long position,
      Limits limits,
      @Nullable Consumer<ConnectionFault> faults) {
    this.faults = faults;
    this.in = requireNonNull(in, "in");
    this.assembler = requireNonNull(assembler, "assembler");
    this.span = requireNonNull(span, "span");
    this.clock = requireNonNull(clock, "clock");
    this.limits = requireNonNull(limits, "limits");
    this.position = position;
    this.bytes = new byte[limits.firstBlock()];
  }

  /**
   * Before reading: the input goes on after what someone has read before.
   *
   * @param nextLine the number of the line that follows; 0 if it is not known, then no line has one
   * @param inLongLine whether what follows is the rest of a line of which a record was made
   * @param last the bytes that were read last, at most {@link #TAIL}; not changed any more
   */
  void goOn(long nextLine, boolean inLongLine, byte[] last) {
    line = nextLine;
    skipping = inLongLine;
    before = last;
    afterUnfinished =
        nextLine != 1 && !inLongLine && last.length > 0 && last[last.length - 1] != '\n';
  }

  /**
   * Reads once, at most one block, and makes all records that are complete. At the end of the
   * input, what is left is a record too.
   *
   * @return whether there may be more
   * @throws IOException if reading fails; all lines complete by then have become records
   */
  boolean read() throws IOException, InterruptedException {
    if (readMore() < 0) {
      finishLastLine();
      return false;
    }
    return true;
  }

  /**
   * As {@link #read()}, for input that may grow: at its end, what is left waits for the rest.
   *
   * @return how many bytes were read; negative at the end
   */
  int readMore() throws IOException, InterruptedException {
    if (bytes.length - filled <= bytes.length / 8) {
      startNextBlock();
    }
    int count = in.read(bytes, filled, bytes.length - filled);
    if (count > 0) {
      filled += count;
      if ((!skipping || skipToNextLine()) && (toSkip == 0 || skipCounted())) {
        assembler.begin(bytes, position, line, clock.instant());
        if (faults == null) {
          cutLines();
        } else {
          cutFrames(faults);
        }
        cutTooLong();
      }
    }
    return count;
  }

  /** How many bytes of text were read, line ends and skipped bytes included. */
  long position() {
    return position + filled;
  }

  /**
   * How many bytes of text were made into records or skipped. This is exact also while a record is
   * being handed over: then it is one of them.
   */
  long consumed() {
    return position + start;
  }

  /** Whether a line or message was begun that has not ended. */
  boolean isWithin() {
    return filled > start || skipping || toSkip > 0;
  }

  /** Grows whenever a line or message ends. */
  long ends() {
    return ends;
  }

  /** The number of the line that begins at {@link #consumed()}; 0 if it is not known. */
  long nextLine() {
    return line;
  }

  /** Whether the rest of a line follows of which a record was made. */
  boolean inLongLine() {
    return skipping;
  }

  /** A copy of the last bytes before {@link #consumed()}, at most {@link #TAIL}. */
  byte[] lastConsumed() {
    return lastBefore(start);
  }

  /** A copy of the last bytes before {@link #position()}, at most {@link #TAIL}. */
  byte[] lastRead() {
    return lastBefore(filled);
  }

  private byte[] lastBefore(int index) {
    int here = Math.min(index, TAIL);
    int earlier = Math.min(TAIL - here, before.length);
    byte[] last = new byte[earlier + here];
    System.arraycopy(before, before.length - earlier, last, 0, earlier);
    System.arraycopy(bytes, index - here, last, earlier, here);
    return last;
  }

  private void startNextBlock() {
    int carried = filled - start;
    // A line longer than half a block needs more room, and at most one byte more than is kept of
    // it and the CR that may follow; and the length that may stand before it.
    int most = limits.line() + 2 + (faults == null ? 0 : OctetCount.LONGEST_HEADER);
    byte[] next = new byte[Math.max(limits.block(), Math.min(2 * carried, most))];
    System.arraycopy(bytes, start, next, 0, carried);
    int ofOpenLines = openTo - start;
    int beforeLine = lineStart - start;
    moveTo(next, position + start);
    openTo = ofOpenLines;
    lineStart = beforeLine;
    filled = carried;
    scanned = carried;
  }

  private void moveTo(byte[] next, long nextPosition) {
    before = lastBefore((int) (nextPosition - position));
    bytes = next;
    position = nextPosition;
    filled = 0;
    start = 0;
    openTo = 0;
    lineStart = 0;
    scanned = 0;
  }

  private void cutLines() throws InterruptedException {
    for (int from = scanned; from < filled; from += LOOKED_AT_ONCE) {
      int count = Newlines.find(bytes, from, Math.min(from + LOOKED_AT_ONCE, filled), lineEnds);
      for (int i = 0; i < count; i++) {
        int end = lineEnds[i];
        endLine(end > lineStart && bytes[end - 1] == '\r' ? end - 1 : end, end + 1);
      }
    }
    scanned = filled;
  }

  /** As {@link #cutLines}, and each record may begin with its length. */
  private void cutFrames(Consumer<ConnectionFault> faults) throws InterruptedException {
    boolean more = true;
    while (more && lineStart < filled) {
      if (afterCounted && bytes[start] == '\n') {
        stepTo(start + 1, 0);
        continue;
      }
      if (!frame.isKnown()) {
        frame = OctetCount.at(bytes, lineStart, filled);
        scanned = Math.max(scanned, lineStart);
        ConnectionFault fault = frame.fault();
        if (fault != null) {
          faults.accept(fault);
        }
      }
      if (frame.isCounted() && openLines > 0) {
        cutOpenLines(false);
        continue;
      }
      more = frame.isCounted() ? cutCounted() : frame.isKnown() && cutLine();
    }
  }

  /** Cuts one line, if it has an end. */
  private boolean cutLine() throws InterruptedException {
    int end = Newlines.indexOf(bytes, scanned, filled);
    if (end < 0) {
      scanned = filled;
      return false;
    }
    scanned = end + 1;
    endLine(end > lineStart && bytes[end - 1] == '\r' ? end - 1 : end, end + 1);
    return true;
  }

  /** Cuts one frame of which the length is known, if it is there or too long. */
  private boolean cutCounted() throws InterruptedException {
    int from = start + frame.header();
    int length = frame.length();
    if (filled - from >= length) {
      int next = from + length;
      start = from;
      // Some senders end the message within the frame with what would end a line.
      int to = length > 0 && bytes[next - 1] == '\n' ? next - 1 : next;
      cut(to > from && to < next && bytes[to - 1] == '\r' ? to - 1 : to, next, 1);
      scanned = next;
      afterCounted = true;
      return true;
    }
    if (filled - from > limits.line()) {
      start = from;
      toSkip = (long) length - (filled - from);
      cut(filled, filled, 1);
      moveTo(new byte[limits.block()], position + filled);
      afterCounted = true;
    }
    return false;
  }

  /** Skips to what follows a frame that is too long; false if that is not in this block. */
  private boolean skipCounted() {
    int skipped = (int) Math.min(toSkip, filled);
    toSkip -= skipped;
    if (skipped == filled) {
      moveTo(bytes, position + filled);
      return false;
    }
    start = skipped;
    lineStart = start;
    scanned = start;
    ends++;
    return true;
  }

  private void cutTooLong() throws InterruptedException {
    if (frame.isCounted()) {
      return;
    }
    // One byte more than allowed may be a CR.
    if (openLines > 0 && filled - start > limits.line() + 1) {
      cutOpenLines(true);
    }
    while (filled - start > limits.line() + 1 && assembler.finds(start, start + limits.line())) {
      stepTo(assembler.rest(), 0);
      assembler.hand(0);
    }
    if (filled - start > limits.line() + 1) {
      skipping = true;
      cut(filled, filled, 1);
      moveTo(new byte[limits.block()], position + filled);
    }
  }

  /**
   * A line may be too long because it has many records: cuts those off that are whole within the
   * length of a record, so that it does not matter how much of the line has been read.
   */
  private void cutRecordsOfLongLine(int to) throws InterruptedException {
    while (to - start > limits.line() && assembler.finds(start, start + limits.line())) {
      stepTo(assembler.rest(), 0);
      assembler.hand(0);
    }
  }

  /** A line ends at {@code to}, and the next one begins at {@code next}. */
  private void endLine(int to, int next) throws InterruptedException {
    if (openLines > 0) {
      boolean fits = to - start <= limits.line();
      RecordSpan.Step step = fits ? span.next(bytes, lineStart, to) : RecordSpan.Step.BEGINS;
      switch (step) {
        case GOES_ON -> {
          open(to, next);
          return;
        }
        case ENDS -> {
          cut(to, next, openLines + 1);
          return;
        }
        case BEGINS -> cutOpenLines(!fits);
        case CUTS -> cutOpenLines(true);
      }
    }
    cutRecordsOfLongLine(to);
    if (to - start <= limits.line() && span.begin(bytes, start, to)) {
      open(to, next);
    } else {
      cut(to, next, 1);
    }
  }

  private void open(int to, int next) {
    openLines++;
    openTo = to;
    lineStart = next;
    frame = OctetCount.UNKNOWN;
  }

  /** The record that is open ends before the line that was begun, which has been looked at. */
  private void cutOpenLines(boolean truncated) throws InterruptedException {
    OctetCount begun = frame;
    if (truncated) {
      int from = start;
      int lines = openLines;
      stepTo(lineStart, lines);
      assembler.truncatedLine(from, openTo, lines);
    } else {
      hand(openTo, lineStart, openLines);
    }
    frame = begun;
  }

  /** The reader has moved on before the record is handed over, so that its place is exact. */
  private void cut(int end, int next, int lines) throws InterruptedException {
    int from = start;
    if (afterUnfinished && from == end) {
      stepTo(next, 0);
    } else if (end - from > limits.line()) {
      stepTo(next, lines);
      assembler.truncatedLine(from, from + limits.line(), lines);
    } else {
      hand(end, next, lines);
    }
  }

  /** What was begun ends at {@code end}, and is one record, or several that the parser finds. */
  private void hand(int end, int next, int lines) throws InterruptedException {
    int left = lines;
    int rest = assembler.look(start, end);
    while (rest < end) {
      int passed = Newlines.count(bytes, start, rest);
      left -= passed;
      stepTo(rest, passed);
      assembler.hand(passed);
      rest = assembler.look(rest, end);
    }
    stepTo(next, left);
    assembler.hand(left);
  }

  private void stepTo(int next, int lines) {
    start = next;
    lineStart = next;
    openLines = 0;
    afterUnfinished = false;
    afterCounted = false;
    frame = OctetCount.UNKNOWN;
    ends++;
    if (line > 0) {
      line += lines;
    }
  }

  /** Skips to the first line that begins in this block; false if there is none. */
  private boolean skipToNextLine() {
    int end = Newlines.indexOf(bytes, 0, filled);
    if (end < 0) {
      moveTo(bytes, position + filled);
      return false;
    }
    start = end + 1;
    lineStart = start;
    scanned = start;
    ends++;
    skipping = false;
    return true;
  }

  /** Nothing has followed for a while: a record that may have had more lines is whole. */
  void finishOpenLines() throws InterruptedException {
    if (openLines > 0 && span.mayBeWhole()) {
      assembler.begin(bytes, position, line, clock.instant());
      cutOpenLines(false);
    }
  }

  /** What is left is a record too; nothing more belongs to it. */
  void finishLastLine() throws InterruptedException {
    if (filled > start) {
      assembler.begin(bytes, position, line, clock.instant());
      if (frame.isCounted()) {
        int from = start + frame.header();
        if (faults != null) {
          faults.accept(ConnectionFault.MESSAGE_CUT_OFF);
        }
        stepTo(filled, 1);
        assembler.truncatedLine(from, filled, 1);
        return;
      }
      if (filled > lineStart) {
        endLine(filled, filled);
      }
      if (openLines > 0) {
        cutOpenLines(false);
      }
    }
  }
}
