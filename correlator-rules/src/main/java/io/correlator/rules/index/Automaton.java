package io.correlator.rules.index;

import java.util.Arrays;
import java.util.List;

/**
 * All literals of a field in one automaton (Aho and Corasick): it reads a text once, a step for
 * each character, however many literals there are. Immutable.
 *
 * <p>States are numbered by their depth. Those near the root, in which most texts spend their time,
 * have a full row in one table; the deep ones, nearly all of which have one way on, keep just their
 * ways and where to go on if none fits.
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

  /** The literals, folded, not empty and all different; they are told by their positions. */
  Automaton(List<String> literals, Alphabet alphabet) {
    this(literals, alphabet, MOST_ENTRIES);
  }

  Automaton(List<String> literals, Alphabet alphabet, int mostEntries) {
    Trie trie = new Trie(literals, alphabet);
    int states = trie.size();
    classes = alphabet.classes();
    width = alphabet.size();
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

  private int way(int state, int c) {
    for (int way = firstWay[state]; way < firstWay[state + 1]; way++) {
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
        table[state * width + wayClass[way]] = marked(wayState[way]);
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
    int length = text.length();
    int place = 0;
    for (int from = 0; from < length; from += CHUNK) {
      int count = Math.min(CHUNK, length - from);
      text.getChars(from, from + count, buffer, 0);
      for (int i = 0; i < count; i++) {
        int c = classes[buffer[i]];
        int next = place < table.length ? table[place + c] : deep(state(place), c);
        place = next & ~ENDS;
        if (next < 0) {
          int end = from + i + 1;
          ends.at(state(place), end, end == length);
        }
      }
    }
  }

  /** Goes on from a state without a row. Each step back was paid for by a step forward. */
  private int deep(int state, int c) {
    int from = state;
    do {
      for (int way = firstWay[from]; way < firstWay[from + 1]; way++) {
        if (wayClass[way] == c) {
          return wayState[way];
        }
      }
      from = otherwise[from];
    } while (from >= rows);
    return table[from * width + c];
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
