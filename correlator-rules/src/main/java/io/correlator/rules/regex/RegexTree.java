package io.correlator.rules.regex;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Set;

/**
 * The parts of a regular expression in the syntax of RE2. It knows as much as is needed to tell
 * what a match must contain, how large the compiled expression will be, and for most expressions
 * whether they are found in a text of ASCII; whether the syntax is right in every detail is for the
 * engine to say. Immutable.
 */
public sealed interface RegexTree {
  /** How deep groups may be nested. */
  int MAX_DEPTH = 100;

  /**
   * One character.
   *
   * @param expression an expression for this character alone, which the engine can be asked about;
   *     empty if there is none
   * @param texts all that it may be, but for case; none if they are many, or nothing is known
   * @param ignoreCase whether upper and lower case are the same
   * @param dotAll whether a dot also stands for a line feed
   */
  record One(String expression, Set<String> texts, boolean ignoreCase, boolean dotAll)
      implements RegexTree {
    public One {
      requireNonNull(expression, "expression");
      texts = Set.copyOf(texts);
    }
  }

  /** A condition on the place; it takes no characters. */
  enum Place implements RegexTree {
    /** The text begins here. */
    BEGIN,
    /** The text ends here. */
    END,
    /** Any other, such as the beginning of a word, or something that nothing is known of. */
    OTHER
  }

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
   * @param greedy whether more is tried before less
   */
  record Repeat(RegexTree part, int least, int most, boolean greedy) implements RegexTree {
    /** No limit to the repetitions. */
    public static final int UNBOUNDED = -1;

    public Repeat {
      requireNonNull(part, "part");
    }

    /** How often it is written, if repetitions are written out. */
    int times() {
      return Math.max(1, Math.max(least, most));
    }
  }

  /** A part whose text is wanted, by the name of its group. */
  record Group(String name, RegexTree part) implements RegexTree {
    public Group {
      requireNonNull(name, "name");
      requireNonNull(part, "part");
    }
  }

  /**
   * Reads a pattern.
   *
   * @param ignoreCase whether the expression ignores case from the beginning
   * @param dotAll whether from the beginning a dot also stands for a line feed
   * @throws IllegalArgumentException if parentheses or brackets do not match
   * @throws TooDeepException if groups are nested more than {@value #MAX_DEPTH} deep
   */
  static RegexTree parse(String pattern, boolean ignoreCase, boolean dotAll) {
    return new RegexParser(pattern, ignoreCase, dotAll).parse();
  }

  /**
   * About how many instructions the program has that matches the expression: an upper bound of the
   * work for one character of text.
   */
  default long size() {
    if (this instanceof Sequence sequence) {
      return 1 + sequence.parts().stream().mapToLong(RegexTree::size).sum();
    } else if (this instanceof Choice choice) {
      return choice.parts().stream().mapToLong(part -> 1 + part.size()).sum();
    } else if (this instanceof Repeat repeat) {
      // Nested repetitions multiply: stay clear of what a long cannot hold.
      return Math.min(Integer.MAX_VALUE, repeat.times() * (1 + repeat.part().size()));
    } else if (this instanceof Group group) {
      return group.part().size();
    }
    return 1;
  }

  /** How many characters it names when all repetitions are written out. */
  default long characters() {
    if (this instanceof Sequence sequence) {
      return sequence.parts().stream().mapToLong(RegexTree::characters).sum();
    } else if (this instanceof Choice choice) {
      return choice.parts().stream().mapToLong(RegexTree::characters).sum();
    } else if (this instanceof Repeat repeat) {
      return Math.min(Integer.MAX_VALUE, repeat.times() * repeat.part().characters());
    } else if (this instanceof Group group) {
      return group.part().characters();
    }
    return this instanceof One ? 1 : 0;
  }

  /** Groups in groups in groups: reading them, or matching them, could exhaust the stack. */
  final class TooDeepException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    TooDeepException(String message) {
      super(message);
    }
  }
}
