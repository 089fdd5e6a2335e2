package io.correlator.rules.regex;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * The parts of a regular expression in the syntax of RE2. It knows as much as is needed to tell
 * what a match must contain and how large the compiled expression will be; whether the syntax is
 * right in every detail is for the engine to say. Immutable.
 */
public sealed interface RegexTree {
  /** How deep groups may be nested. */
  int MAX_DEPTH = 100;

  /**
   * Just this text.
   *
   * @param cased whether upper and lower case are told apart
   */
  record Text(String text, boolean cased) implements RegexTree {
    public Text {
      requireNonNull(text, "text");
    }
  }

  /** One character, of which nothing more is known. */
  record Something() implements RegexTree {}

  /** A condition on the place, such as the beginning of a word; it takes no characters. */
  record Place() implements RegexTree {}

  /** One part after another; without parts, the empty text. */
  record Sequence(List<RegexTree> parts) implements RegexTree {
    public Sequence {
      parts = List.copyOf(parts);
    }
  }

  /** One of several, of which there is at least one. */
  record Choice(List<RegexTree> parts) implements RegexTree {
    public Choice {
      parts = List.copyOf(parts);
    }
  }

  /**
   * A part again and again.
   *
   * @param most how often at most, or {@link #UNBOUNDED}
   */
  record Repeat(RegexTree part, int least, int most) implements RegexTree {
    /** No limit to the repetitions. */
    public static final int UNBOUNDED = -1;

    public Repeat {
      requireNonNull(part, "part");
    }
  }

  /**
   * Reads a pattern.
   *
   * @param ignoreCase whether the expression ignores case from the beginning
   * @throws IllegalArgumentException if parentheses or brackets do not match
   * @throws TooDeepException if groups are nested more than {@value #MAX_DEPTH} deep
   */
  static RegexTree parse(String pattern, boolean ignoreCase) {
    return new RegexParser(pattern, ignoreCase).parse();
  }

  /**
   * About how many instructions the program has that matches the expression: an upper bound of the
   * work for one character of text.
   */
  default long size() {
    if (this instanceof Text text) {
      return text.text().length();
    } else if (this instanceof Sequence sequence) {
      return 1 + sequence.parts().stream().mapToLong(RegexTree::size).sum();
    } else if (this instanceof Choice choice) {
      return choice.parts().stream().mapToLong(part -> 1 + part.size()).sum();
    } else if (this instanceof Repeat repeat) {
      long times = Math.max(1, Math.max(repeat.least(), repeat.most()));
      // Nested repetitions multiply: stay clear of what a long cannot hold.
      return Math.min(Integer.MAX_VALUE, times * (1 + repeat.part().size()));
    }
    return 1;
  }

  /** Groups in groups in groups: reading them, or matching them, could exhaust the stack. */
  final class TooDeepException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    TooDeepException(String message) {
      super(message);
    }
  }
}
