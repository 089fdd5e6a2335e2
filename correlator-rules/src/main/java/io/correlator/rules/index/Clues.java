package io.correlator.rules.index;

import io.correlator.rules.detection.Folding;
import io.correlator.rules.detection.Glob.Literal;
import io.correlator.rules.detection.Glob.Piece;
import io.correlator.rules.detection.Glob.Wildcard;
import io.correlator.rules.detection.Test;
import io.correlator.rules.detection.Test.RegexFlag;
import io.correlator.rules.regex.RegexTree;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a text must show for a test to pass: one of some literals, at a certain place.
 *
 * @param literals folded; some of them is there, whatever the case
 * @param decisive whether that is also enough
 */
record Clues(Place place, Set<String> literals, boolean decisive) {
  private static final int BRIEF = 6;

  /** How long the shortest of some literals is. */
  enum Length {
    LONG,
    BRIEF,
    /** A character, which is at home in most texts. */
    SINGLE
  }

  /** Where a literal stands in a text. */
  enum Place {
    WHOLE,
    START,
    END,
    INSIDE
  }

  /** The clues of a test, or none: then the test must be tried to know anything. */
  static Optional<Clues> of(Test test) {
    if (test instanceof Test.Text text) {
      return ofGlob(text.glob().pieces(), text.cased());
    } else if (test instanceof Test.Regex regex) {
      return ofRegex(regex);
    }
    return Optional.empty();
  }

  private static Optional<Clues> ofRegex(Test.Regex regex) {
    boolean ignoreCase = regex.flags().contains(RegexFlag.IGNORE_CASE);
    Set<String> literals = RequiredLiterals.of(RegexTree.parse(regex.pattern(), ignoreCase, false));
    return literals.isEmpty()
        ? Optional.empty()
        : Optional.of(new Clues(Place.INSIDE, literals, false));
  }

  private static Optional<Clues> ofGlob(List<Piece> pieces, boolean cased) {
    if (pieces.isEmpty()) {
      return Optional.of(new Clues(Place.WHOLE, Set.of(""), true));
    }
    int longest = -1;
    for (int i = 0; i < pieces.size(); i++) {
      if (length(pieces.get(i)) > (longest < 0 ? 0 : length(pieces.get(longest)))) {
        longest = i;
      }
    }
    if (longest < 0) {
      return Optional.empty();
    }
    long others = pieces.stream().filter(piece -> piece != Wildcard.ANY).count() - 1;
    Set<String> literal = Set.of(Folding.fold(((Literal) pieces.get(longest)).text()));
    return Optional.of(new Clues(place(longest, pieces.size()), literal, !cased && others == 0));
  }

  private static int length(Piece piece) {
    return piece instanceof Literal literal ? literal.text().length() : 0;
  }

  private static Place place(int index, int size) {
    if (size == 1) {
      return Place.WHOLE;
    } else if (index == 0) {
      return Place.START;
    }
    return index == size - 1 ? Place.END : Place.INSIDE;
  }

  /** How long the literals are that are searched for: a short one slows down those with it. */
  Length length() {
    if (place == Place.WHOLE || shortest() >= BRIEF) {
      return Length.LONG;
    }
    return shortest() > 1 ? Length.BRIEF : Length.SINGLE;
  }

  private int shortest() {
    return literals.stream().mapToInt(String::length).min().orElse(0);
  }

  /** How much the rarest-looking way of passing tells: longer literals are seen less often. */
  double weight() {
    double weight = Math.min(shortest(), 12) + (place == Place.WHOLE ? 2 : 0);
    return weight - Math.log(literals.size()) / Math.log(4);
  }
}
