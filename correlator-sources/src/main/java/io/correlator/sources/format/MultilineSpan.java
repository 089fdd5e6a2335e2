package io.correlator.sources.format;

import io.correlator.api.source.RecordSpan;
import java.util.function.Supplier;

/** Which lines make a record, as {@link MultilineFormat} says. */
final class MultilineSpan implements RecordSpan {
  private final RecordSpan own;
  private final Supplier<LineStart> starts;
  private final int maxLines;
  private LineStart start;

  /** Whether the record that is open is one of several lines by its format. */
  private boolean byFormat;

  private int lines;

  /** Whether the record that is open goes on, as far as is known. */
  private boolean within;

  MultilineSpan(RecordSpan own, Supplier<LineStart> starts, int maxLines) {
    this.own = own;
    this.starts = starts;
    this.start = starts.get();
    this.maxLines = maxLines;
  }

  @Override
  public boolean begin(byte[] block, int from, int to) {
    if (within) {
      // What was open has become too long. Whoever goes on here after a stop knows no more of it.
      start = starts.get();
    }
    within = true;
    byFormat = own.begin(block, from, to);
    lines = 1;
    // What begins a record may change what the lines after it can be.
    boolean unused = start.begins(block, from, to);
    return true;
  }

  @Override
  public Step next(byte[] block, int from, int to) {
    Step step = step(block, from, to);
    within = step == Step.GOES_ON || step == Step.CUTS;
    return step;
  }

  private Step step(byte[] block, int from, int to) {
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
