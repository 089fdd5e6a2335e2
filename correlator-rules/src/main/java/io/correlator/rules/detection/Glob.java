package io.correlator.rules.detection;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A text with wildcards: literal pieces, and between them places for any text or for one character.
 * No two literals and no two places for any text stand next to each other, so equal globs are equal
 * objects. Immutable.
 */
public record Glob(List<Piece> pieces) {
  private static final Pattern SPECIAL = Pattern.compile("[\\\\*?]");

  /** A piece of a glob. */
  public sealed interface Piece {}

  /** Just this text, which is not empty. */
  public record Literal(String text) implements Piece {
    public Literal {
      requireNonNull(text, "text");
    }
  }

  /** Places for what may stand there. */
  public enum Wildcard implements Piece {
    /** Any text, also none. */
    ANY,
    /** One character, which is one code point. */
    ONE
  }

  public Glob {
    pieces = normal(pieces);
  }

  private static List<Piece> normal(List<Piece> pieces) {
    List<Piece> normal = new ArrayList<>();
    for (Piece piece : pieces) {
      Piece last = normal.isEmpty() ? null : normal.get(normal.size() - 1);
      if (piece instanceof Literal literal && last instanceof Literal before) {
        normal.set(normal.size() - 1, new Literal(before.text() + literal.text()));
      } else if (!isVoid(piece) && !(piece == Wildcard.ANY && last == Wildcard.ANY)) {
        normal.add(piece);
      }
    }
    return List.copyOf(normal);
  }

  private static boolean isVoid(Piece piece) {
    return piece instanceof Literal literal && literal.text().isEmpty();
  }

  /**
   * The glob that rules write so: {@code *} and {@code ?} are places, and literal after a
   * backslash; so is a second backslash. A backslash before anything else is just that.
   */
  public static Glob parse(String text) {
    List<Piece> pieces = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length() && "\\*?".indexOf(text.charAt(i + 1)) >= 0) {
        i++;
        literal.append(text.charAt(i));
      } else if (c == '*' || c == '?') {
        pieces.add(new Literal(literal.toString()));
        literal.setLength(0);
        pieces.add(c == '*' ? Wildcard.ANY : Wildcard.ONE);
      } else {
        literal.append(c);
      }
    }
    pieces.add(new Literal(literal.toString()));
    return new Glob(pieces);
  }

  /** A text without wildcards. */
  public static Glob exactly(String text) {
    return new Glob(List.of(new Literal(text)));
  }

  /** Whatever contains {@code this}. */
  public Glob contained() {
    return startsAnywhere().endsAnywhere();
  }

  /** Whatever ends with {@code this}. */
  public Glob startsAnywhere() {
    return with(Wildcard.ANY, 0);
  }

  /** Whatever starts with {@code this}. */
  public Glob endsAnywhere() {
    return with(Wildcard.ANY, pieces.size());
  }

  private Glob with(Piece piece, int index) {
    List<Piece> more = new ArrayList<>(pieces);
    more.add(index, piece);
    return new Glob(more);
  }

  /** As rules write it: {@code *} and {@code ?} for places, a backslash before literal ones. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Piece piece : pieces) {
      if (piece instanceof Literal literal) {
        text.append(SPECIAL.matcher(literal.text()).replaceAll("\\\\$0"));
      } else {
        text.append(piece == Wildcard.ANY ? '*' : '?');
      }
    }
    return text.toString();
  }
}
