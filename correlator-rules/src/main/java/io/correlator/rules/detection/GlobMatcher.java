package io.correlator.rules.detection;

import io.correlator.rules.detection.Glob.Literal;
import io.correlator.rules.detection.Glob.Piece;
import io.correlator.rules.detection.Glob.Wildcard;
import java.util.List;
import java.util.stream.IntStream;

/** A {@link Glob} made ready. Takes at most time in proportion to text times glob. */
interface GlobMatcher {
  boolean matches(String text);

  /** The shapes that nearly all rules have need no search of their own. */
  static GlobMatcher of(Glob glob, boolean cased) {
    List<Piece> pieces = glob.pieces();
    int size = pieces.size();
    boolean open = size > 0 && pieces.get(0) == Wildcard.ANY;
    boolean ends = size > 0 && pieces.get(size - 1) == Wildcard.ANY;
    if (size == 0) {
      return String::isEmpty;
    }
    if (size == 1 && open) {
      return text -> true;
    }
    if (size == 1 && pieces.get(0) instanceof Literal literal) {
      return Needle.of(literal.text(), cased)::is;
    }
    if (size == 2 && open && pieces.get(1) instanceof Literal literal) {
      return Needle.of(literal.text(), cased)::ends;
    }
    if (size == 2 && ends && pieces.get(0) instanceof Literal literal) {
      return Needle.of(literal.text(), cased)::starts;
    }
    if (size == 3 && open && ends && pieces.get(1) instanceof Literal literal) {
      return Needle.of(literal.text(), cased)::isWithin;
    }
    return new Search(pieces, cased);
  }

  /** Any glob. Going back to the last place for any text is enough: an earlier one never helps. */
  final class Search implements GlobMatcher {
    private static final int ANY = -1;
    private static final int ONE = -2;

    private final int[] symbols;
    private final boolean cased;

    Search(List<Piece> pieces, boolean cased) {
      this.cased = cased;
      symbols =
          pieces.stream()
              .flatMapToInt(
                  piece ->
                      piece instanceof Literal literal
                          ? literal.text().codePoints().map(this::folded)
                          : IntStream.of(piece == Wildcard.ANY ? ANY : ONE))
              .toArray();
    }

    private int folded(int c) {
      return cased || c > Character.MAX_VALUE ? c : Folding.fold((char) c);
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
        } else if (symbol < symbols.length
            && (symbols[symbol] == ONE || symbols[symbol] == folded(c))) {
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
