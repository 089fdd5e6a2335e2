package io.correlator.rules.regex;

import io.correlator.rules.regex.AsciiParser.BeyondException;
import io.correlator.rules.regex.AsciiTree.OneOf;
import io.correlator.rules.regex.AsciiTree.Repeat;
import java.util.Optional;

/**
 * Says of texts of ASCII whether a regular expression is found in them, as the engine for all texts
 * says, and much faster. It takes a bounded number of steps for a character and allocates nothing.
 * Immutable; may be used by any thread.
 */
public interface AsciiRegex {
  /** Whether the expression is found. */
  enum Answer {
    YES,
    NO,
    /** The text has other characters: somebody else must say. */
    BEYOND
  }

  /** Looks for the expression. */
  Answer find(CharSequence text);

  /**
   * Makes an expression ready that the engine takes, if it is one of those that are known here:
   * without conditions on places in its middle, and of 256 characters at most when its repetitions
   * are written out.
   *
   * @param dotAll whether a dot also stands for a line feed
   */
  static Optional<AsciiRegex> of(String pattern, boolean ignoreCase, boolean dotAll) {
    AsciiParser parser = new AsciiParser(pattern, ignoreCase, dotAll);
    try {
      AsciiTree tree = parser.parse();
      boolean anywhere = !parser.starts() && !parser.ends();
      if (anywhere && tree instanceof Repeat repeat && repeat.part() instanceof OneOf one) {
        return Optional.of(new Run(one, repeat.least()));
      }
      return tree.positions() > PositionAutomaton.MOST_POSITIONS
          ? Optional.empty()
          : Optional.of(new PositionAutomaton(tree, parser.starts(), parser.ends()));
    } catch (BeyondException e) {
      return Optional.empty();
    }
  }

  /** So many of some characters one after another. */
  record Run(OneOf characters, int least) implements AsciiRegex {
    @Override
    public Answer find(CharSequence text) {
      int run = 0;
      for (int i = 0; i < text.length() && run < least; i++) {
        char c = text.charAt(i);
        if (c >= 128) {
          return Answer.BEYOND;
        }
        run = characters.has(c) ? run + 1 : 0;
      }
      return run >= least ? Answer.YES : Answer.NO;
    }
  }
}
