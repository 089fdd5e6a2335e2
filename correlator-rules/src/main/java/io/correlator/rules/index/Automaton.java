package io.correlator.rules.index;

import java.util.Arrays;
import java.util.List;

/**
 * All literals of a field in one automaton (Aho and Corasick): it reads a text once, a step for
 * each character, however many literals there are. Immutable.
 *
 * <p>States are numbered by their depth. Those near the root, in which most texts spend their time,
 * have a row for all common characters in one table; the deep ones, nearly all of which have one
 * way on, keep just their ways and where to go on if none fits. A {@link Sieve} tells where in a
 * text to begin at all.
 */
final class Automaton {
  /** Is told at which states a text has arrived where some literal ends. */
  interface Ends {
    /**
     * A literal ends before {@code end}.
     *
     * @param last whether the text ends there too
     */
    void at(int state, int end, boolean last);
  }

  private static final int CHUNK = 1024;

  /** Entries of the table: what the second-level cache of a processor holds, with room to spare. */
  private static final int MOST_ENTRIES = 1 << 17;

  /** So many are looked through one by one. */
  private static final int FEW_WAYS = 6;

  /** The bit in a number of a state that says: some literal ends here. */
  private static final int ENDS = 1 << 31;

  private final char[] classes;
  private final int width;
  private final int rows;
  private final int[] table;

  private final int[] firstWay;
  private final char[] wayClass;
  private final int[] wayState;
  private final int[] otherwise;

  private final int[] literal;
  private final int[] shorter;

  /** Passes over what shows no literal. */
  private final Sieve sieve;

  /** The literals, folded, not empty and all different; they are told by their positions. */
  Automaton(List<String> literals, Alphabet alphabet) {
    this(literals, alphabet, MOST_ENTRIES);
  }

  Automaton(List<String> literals, Alphabet alphabet, int mostEntries) {
    Trie trie = new Trie(literals, alphabet);
    int states = trie.size();
    classes = alphabet.classes();
    width = alphabet.common();
    rows = Math.min(states, Math.max(1, mostEntries / width));
    literal = new int[states];
    otherwise = new int[states];
    shorter = new int[states];
    firstWay = new int[states + 1];
    wayClass = new char[states];
    wayState = new int[states];
    trie.byDepth(literal, firstWay, wayClass);
    Arrays.setAll(wayState, way -> way + 1);
    link();
    table = new int[rows * width];
    fill();
    for (int way = 0; way < states - 1; way++) {
      wayState[way] = marked(wayState[way]);
    }
    sieve = Sieve.of(literals, alphabet);
  }

  /** For each state: the deepest one that is an end of it, and the deepest one with a literal. */
  private void link() {
    for (int state = 0; state < literal.length; state++) {
      for (int way = firstWay[state]; way < firstWay[state + 1]; way++) {
        int next = wayState[way];
        otherwise[next] = state == 0 ? 0 : endOf(otherwise[state], wayClass[way]);
        int end = otherwise[next];
        shorter[next] = literal[end] >= 0 ? end : shorter[end];
      }
    }
  }

  private int endOf(int state, char c) {
    int from = state;
    while (true) {
      int way = way(from, c);
      if (way >= 0) {
        return wayState[way];
      }
      if (from == 0) {
        return 0;
      }
      from = otherwise[from];
    }
  }

  /** The way of a state for a character, or -1. */
  private int way(int state, int c) {
    int from = firstWay[state];
    int to = firstWay[state + 1];
    if (to - from > FEW_WAYS) {
      int way = Arrays.binarySearch(wayClass, from, to, (char) c);
      return way < 0 ? -1 : way;
    }
    for (int way = from; way < to; way++) {
      if (wayClass[way] == c) {
        return way;
      }
    }
    return -1;
  }

  private void fill() {
    for (int state = 0; state < rows; state++) {
      if (state > 0) {
        System.arraycopy(table, otherwise[state] * width, table, state * width, width);
      }
      for (int way = firstWay[state]; way < firstWay[state + 1]; way++) {
        if (wayClass[way] < width) {
          table[state * width + wayClass[way]] = marked(wayState[way]);
        }
      }
    }
  }

  /**
   * A state as tables tell it: where its row begins or, if it has none, a number beyond all rows;
   * and whether some literal ends there.
   */
  private int marked(int state) {
    int place = state < rows ? state * width : table.length + state - rows;
    return literal[state] >= 0 || shorter[state] > 0 ? place | ENDS : place;
  }

  private int state(int place) {
    return place < table.length ? place / width : place - table.length + rows;
  }

  /** Room for a piece of a text; one for each thread. */
  static char[] buffer() {
    return new char[CHUNK];
  }

  /** Reads a text and tells where literals end; the longest of each place is the state's own. */
  void scan(String text, char[] buffer, Ends ends) {
    scan(text, sieve, buffer, ends);
  }

  /** The same, if nothing matters but the literals of a sieve; others may be told, or not. */
  void scan(String text, Sieve sieve, char[] buffer, Ends ends) {
    int length = text.length();
    int done = 0;
    for (int base = 0; length - base >= sieve.gram(); ) {
      int count = Math.min(CHUNK, length - base);
      text.getChars(base, base + count, buffer, 0);
      int look = sieve.find(buffer, 0, count);
      while (look + sieve.gram() <= count) {
        int from = Math.max(done, base + look - sieve.reach() + 1);
        done = follow(text, from, base + look + sieve.gram(), ends);
        look = sieve.find(buffer, done - base, count);
      }
      base += look;
    }
  }

  /** Follows a text at least up to {@code to}, and then until no literal has begun. */
  private int follow(String text, int from, int to, Ends ends) {
    int length = text.length();
    int place = 0;
    int at = from;
    do {
      int next = next(place, text.charAt(at++));
      place = next & ~ENDS;
      if (isEnd(next)) {
        ends.at(state(place), at, at == length);
      }
    } while (at < to || (place != 0 && at < length));
    return at;
  }

  /**
   * Where a character leads: from 0, where no literal has begun, or from where the one before it
   * led, unless {@linkplain #isEnd a literal ends there}.
   */
  int next(int place, char character) {
    int c = classes[character];
    return c < width && place < table.length ? table[place + c] : deep(state(place), c);
  }

  /** Whether some literal ends where a character has led. */
  static boolean isEnd(int next) {
    return next < 0;
  }

  /**
   * Goes on where no row says how: from a deep state, or with a character that is not common. Each
   * step back was paid for by a step forward.
   */
  private int deep(int state, int c) {
    int from = state;
    while (from >= rows || c >= width) {
      int way = way(from, c);
      if (way >= 0) {
        return wayState[way];
      } else if (from == 0) {
        return 0;
      }
      from = otherwise[from];
    }
    return table[from * width + c];
  }

  /** The sieve for all literals. */
  Sieve sieve() {
    return sieve;
  }

  /** The literal that is all of what a state stands for, or -1. */
  int literal(int state) {
    return literal[state];
  }

  /** The state of the longest literal that is an end of this state's text; 0 if there is none. */
  int shorter(int state) {
    return shorter[state];
  }

  int states() {
    return literal.length;
  }
}
