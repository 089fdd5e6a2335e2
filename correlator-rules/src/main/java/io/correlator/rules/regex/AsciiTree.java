package io.correlator.rules.regex;

import java.util.List;

/** A regular expression as far as texts of ASCII are concerned, exactly. Immutable. */
sealed interface AsciiTree {
  /** One of some characters: a bit for each of those below 64, and for those from 64 on. */
  record OneOf(long low, long high) implements AsciiTree {
    boolean has(int c) {
      return ((c < 64 ? low : high) & 1L << c) != 0;
    }
  }

  /** One part after another; without parts, the empty text. */
  record Sequence(List<AsciiTree> parts) implements AsciiTree {
    public Sequence {
      parts = List.copyOf(parts);
    }
  }

  /** One of several. */
  record Choice(List<AsciiTree> parts) implements AsciiTree {
    public Choice {
      parts = List.copyOf(parts);
    }
  }

  /** A part again and again, at most {@code most} times, or {@link #UNBOUNDED}. */
  record Repeat(AsciiTree part, int least, int most) implements AsciiTree {
    static final int UNBOUNDED = -1;
  }

  /** How many characters it names when all repetitions are written out; at most a million. */
  default int positions() {
    if (this instanceof Sequence sequence) {
      return sum(sequence.parts());
    } else if (this instanceof Choice choice) {
      return sum(choice.parts());
    } else if (this instanceof Repeat repeat) {
      long times = Math.max(1, Math.max(repeat.least(), repeat.most()));
      return (int) Math.min(MOST, times * repeat.part().positions());
    }
    return 1;
  }

  private static int sum(List<AsciiTree> parts) {
    return (int) Math.min(MOST, parts.stream().mapToLong(AsciiTree::positions).sum());
  }

  /** More than anybody wants. */
  long MOST = 1_000_000;
}
