package io.correlator.sources.format;

import io.correlator.api.source.RecordSpan;

/** Which lines make a record, as {@link MultilineFormat} says. */
final class MultilineSpan implements RecordSpan {
  private final RecordSpan own;
  private final LineStart start;
  private final int maxLines;

  /** Whether the record that is open is one of several lines by its format. */
  private boolean byFormat;

  private int lines;

  MultilineSpan(RecordSpan own, LineStart start, int maxLines) {
    this.own = own;
    this.start = start;
    this.maxLines = maxLines;
  }

  @Override
  public boolean begin(byte[] block, int from, int to) {
    byFormat = own.begin(block, from, to);
    lines = 1;
    // What begins a record may change what the lines after it can be.
    boolean unused = start.begins(block, from, to);
    return true;
  }

  @Override
  public Step next(byte[] block, int from, int to) {
    if (byFormat) {
      return own.next(block, from, to);
    }
    if (start.begins(block, from, to)) {
      return Step.BEGINS;
    }
    lines++;
    return lines > maxLines ? Step.CUTS : Step.GOES_ON;
  }

  @Override
  public boolean mayBeWhole() {
    return !byFormat || own.mayBeWhole();
  }
}
