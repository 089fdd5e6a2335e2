package io.correlator.rules.regex;

import io.correlator.rules.regex.RegexTree.Group;
import io.correlator.rules.regex.RegexTree.One;
import io.correlator.rules.regex.RegexTree.Place;
import io.correlator.rules.regex.RegexTree.Repeat;
import io.correlator.rules.regex.RegexTree.Sequence;
import java.util.List;
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
   */
  static Optional<AsciiRegex> of(RegexTree tree) {
    if (tree instanceof Group group) {
      return of(group.part());
    }
    List<RegexTree> parts = tree instanceof Sequence sequence ? sequence.parts() : List.of(tree);
    int from = 0;
    while (from < parts.size() && parts.get(from) == Place.BEGIN) {
      from++;
    }
    int to = parts.size();
    while (to > from && parts.get(to - 1) == Place.END) {
      to--;
    }
    boolean starts = from > 0;
    boolean ends = to < parts.size();
    List<RegexTree> rest = parts.subList(from, to);
    if (!starts
        && !ends
        && rest.size() == 1
        && rest.get(0) instanceof Repeat repeat
        && repeat.part() instanceof One one) {
      return AsciiSet.of(one).map(characters -> new Run(characters, repeat.least()));
    }
    return PositionAutomaton.of(new Sequence(rest), starts, ends);
  }

  /** So many of some characters one after another. */
  record Run(AsciiSet characters, int least) implements AsciiRegex {
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
