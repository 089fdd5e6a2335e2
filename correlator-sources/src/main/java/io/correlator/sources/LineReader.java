package io.correlator.sources;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;

/**
 * Reads text in blocks and cuts it into lines. A line ends in LF or CRLF; a CR elsewhere is part of
 * the line. For the thread of one source.
 *
 * <p>Bytes of which a record was made are never written again, because the record keeps its block.
 * A line that the block's end cuts in two is copied to the next block, so every line is in one
 * piece. Memory is bounded by the longest line allowed: of a longer one the beginning is kept and
 * the rest is skipped.
 */
final class LineReader {
  private final InputStream in;
  private final RecordAssembler assembler;
  private final InstantSource clock;
  private final Limits limits;

  private byte[] bytes;
  private int filled;

  /** Where the unfinished line begins, and how far its end was looked for in vain. */
  private int start;

  private int scanned;

  /** Whether the rest of a line that is too long is being skipped. */
  private boolean skipping;

  /** The position of the block's first byte, and the number of the next line. */
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

  /** Reads from {@code in}, whose first byte has this position. */
  LineReader(
      InputStream in,
      RecordAssembler assembler,
      InstantSource clock,
      long position,
      Limits limits) {
    this.in = requireNonNull(in, "in");
    this.assembler = requireNonNull(assembler, "assembler");
    this.clock = requireNonNull(clock, "clock");
    this.limits = requireNonNull(limits, "limits");
    this.position = position;
    this.bytes = new byte[limits.firstBlock()];
  }

  /**
   * Reads once, at most one block, and makes records of all lines that are complete. At the end of
   * the input, what is left is a line too.
   *
   * @return whether there may be more
   * @throws IOException if reading fails; all lines complete by then have become records
   */
  boolean read() throws IOException, InterruptedException {
    if (bytes.length - filled <= bytes.length / 8) {
      startNextBlock();
    }
    int count = in.read(bytes, filled, bytes.length - filled);
    if (count < 0) {
      finishLastLine();
      return false;
    }
    filled += count;
    if (!skipping || skipToNextLine()) {
      assembler.begin(bytes, position, line, clock.instant());
      cutLines();
    }
    return true;
  }

  /** How many bytes of text were read, line ends and skipped bytes included. */
  long position() {
    return position + filled;
  }

  private void startNextBlock() {
    int carried = filled - start;
    // A line longer than half a block needs more room, and at most one byte more than is kept of
    // it and the CR that may follow.
    byte[] next = new byte[Math.max(limits.block(), Math.min(2 * carried, limits.line() + 2))];
    System.arraycopy(bytes, start, next, 0, carried);
    moveTo(next, position + start);
    filled = carried;
    scanned = carried;
  }

  private void moveTo(byte[] next, long nextPosition) {
    bytes = next;
    position = nextPosition;
    filled = 0;
    start = 0;
    scanned = 0;
  }

  private void cutLines() throws InterruptedException {
    int end = Newlines.indexOf(bytes, scanned, filled);
    while (end >= 0) {
      cut(end > start && bytes[end - 1] == '\r' ? end - 1 : end);
      start = end + 1;
      end = Newlines.indexOf(bytes, start, filled);
    }
    scanned = filled;
    // One byte more than allowed may be a CR.
    if (filled - start > limits.line() + 1) {
      cut(filled);
      skipping = true;
      moveTo(new byte[limits.block()], position + filled);
    }
  }

  private void cut(int end) throws InterruptedException {
    if (end - start > limits.line()) {
      assembler.truncatedLine(start, start + limits.line());
    } else {
      assembler.line(start, end);
    }
    line++;
  }

  /** Skips to the first line that begins in this block; false if there is none. */
  private boolean skipToNextLine() {
    int end = Newlines.indexOf(bytes, 0, filled);
    if (end < 0) {
      moveTo(bytes, position + filled);
      return false;
    }
    start = end + 1;
    scanned = start;
    skipping = false;
    return true;
  }

  private void finishLastLine() throws InterruptedException {
    if (filled > start) {
      assembler.begin(bytes, position, line, clock.instant());
      cut(filled);
      start = filled;
    }
  }
}
