package io.correlator.rules.detection;

import io.correlator.rules.detection.Glob.Literal;
import io.correlator.rules.detection.Glob.Piece;
import io.correlator.rules.detection.Glob.Wildcard;
import java.util.List;

/** A {@link Glob} made ready. Takes at most time in proportion to text times glob. */
interface GlobMatcher {
  boolean matches(String text);

  static GlobMatcher of(Glob glob, boolean cased) {
    GlobMatcher matcher = cased ? cased(glob.pieces()) : cased(folded(glob.pieces()));
    return cased ? matcher : text -> matcher.matches(Folding.fold(text));
  }

  private static List<Piece> folded(List<Piece> pieces) {
    return pieces.stream()
        .map(p -> p instanceof Literal literal ? new Literal(Folding.fold(literal.text())) : p)
        .toList();
  }

  /** The shapes that nearly all rules have need no search of their own. */
  private static GlobMatcher cased(List<Piece> pieces) {
    int size = pieces.size();
    boolean open = size > 0 && pieces.get(0) == Wildcard.ANY;
    boolean ends = size > 0 && pieces.get(size - 1) == Wildcard.ANY;
    if (size == 0) {
      return String::isEmpty;
    }
    if (size == 1 && pieces.get(0) instanceof Literal literal) {
      return text -> text.equals(literal.text());
    }
    if (size == 1 && open) {
      return text -> true;
    }
    if (size == 2 && open && pieces.get(1) instanceof Literal literal) {
      return text -> text.endsWith(literal.text());
    }
    if (size == 2 && ends && pieces.get(0) instanceof Literal literal) {
      return text -> text.startsWith(literal.text());
    }
    if (size == 3 && open && ends && pieces.get(1) instanceof Literal literal) {
      return text -> text.contains(literal.text());
    }
    return new Search(pieces);
  }

  /** Any glob. Going back to the last place for any text is enough: an earlier one never helps. */
  final class Search implements GlobMatcher {
    private static final int ANY = -1;
    private static final int ONE = -2;

    private final int[] symbols;

    Search(List<Piece> pieces) {
      symbols =
          pieces.stream()
              .flatMapToInt(
                  piece ->
                      piece instanceof Literal literal
                          ? literal.text().codePoints()
                          : java.util.stream.IntStream.of(piece == Wildcard.ANY ? ANY : ONE))
              .toArray();
    }

    @Override
    public boolean matches(String text) {
      int at = 0;
      int symbol = 0;
      int lastAny = -1;
      int resume = 0;
      while (at < text.length()) {
        int c = text.codePointAt(at);
        if (symbol < symbols.length && symbols[symbol] == ANY) {
          lastAny = symbol++;
          resume = at;
        } else if (symbol < symbols.length && (symbols[symbol] == ONE || symbols[symbol] == c)) {
          symbol++;
          at += Character.charCount(c);
        } else if (lastAny >= 0) {
          symbol = lastAny + 1;
          resume += Character.charCount(text.codePointAt(resume));
          at = resume;
        } else {
          return false;
        }
      }
      while (symbol < symbols.length && symbols[symbol] == ANY) {
        symbol++;
      }
      return symbol == symbols.length;
    }
  }
}
