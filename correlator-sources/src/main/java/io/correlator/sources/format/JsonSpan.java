package io.correlator.sources.format;

import io.correlator.api.source.RecordSpan;

/**
 * An object of JSON may span lines, as those do that are printed for people; and several may stand
 * in a list.
 *
 * <p>What could belong to an object and is written by someone else must not disappear in it. So an
 * object that is open goes on only while it can still be JSON, and never with a line that begins
 * with a brace: within an object, those are indented. A line that ends with a closing brace is
 * whole without a look at what is in between.
 *
 * <p>The bracket that opens a list belongs to the lines of its first object, and the one that
 * closes it to those of its last; the parser leaves them out. A bracket that no object follows is a
 * record of its own, as any line.
 */
final class JsonSpan implements RecordSpan {
  private final JsonScanner scanner = new JsonScanner(JsonScanner.Members.IGNORED);

  /** Whether the object before stood in a list that is not closed. */
  private boolean inList;

  private State state = State.OBJECT_OPEN;

  private enum State {
    /** A bracket was read that may open a list. */
    LIST_OPENED,
    OBJECT_OPEN,
    /** An object of a list was read, and no comma after it. */
    LIST_MAY_CLOSE
  }

  @Override
  public boolean begin(byte[] block, int from, int to) {
    int first = JsonScanner.afterBlanks(block, from, to);
    if (first < to && block[first] == '[' && isBlank(block, first + 1, to)) {
      state = State.LIST_OPENED;
      return true;
    }
    int object = JsonList.firstObject(block, from, to);
    if (object == to) {
      inList = false;
      return false;
    }
    if (block[first] == '{' && !inList && JsonList.last(block, from, to) == '}') {
      return false;
    }
    inList |= first != object;
    scanner.reset();
    return read(block, object, to) == Step.GOES_ON;
  }

  private static boolean isBlank(byte[] block, int from, int to) {
    return JsonScanner.afterBlanks(block, from, to) == to;
  }

  @Override
  public Step next(byte[] block, int from, int to) {
    return switch (state) {
      case LIST_OPENED -> firstOfList(block, from, to);
      case LIST_MAY_CLOSE -> listEnd(block, from, to);
      case OBJECT_OPEN -> from < to && block[from] == '{' ? Step.BEGINS : read(block, from, to);
    };
  }

  private Step firstOfList(byte[] block, int from, int to) {
    int first = JsonScanner.afterBlanks(block, from, to);
    if (first == to || block[first] != '{') {
      return Step.BEGINS;
    }
    inList = true;
    scanner.reset();
    return read(block, first, to);
  }

  private Step listEnd(byte[] block, int from, int to) {
    int first = JsonScanner.afterBlanks(block, from, to);
    boolean closes =
        first < to && block[first] == ']' && JsonList.afterSeparators(block, first, to) == to;
    inList &= closes && JsonList.last(block, from, to) == ',';
    return closes ? Step.ENDS : Step.BEGINS;
  }

  /** Reads on in an object, and in those that follow it in the line. */
  private Step read(byte[] block, int from, int to) {
    int at = from;
    while (!scanner.goOn(block, at, to)) {
      int rest = scanner.isComplete() ? JsonList.afterSeparators(block, scanner.end(), to) : -1;
      if (rest == to) {
        inList = JsonList.last(block, scanner.end(), to) == ',';
        return Step.ENDS;
      }
      if (rest < 0 || block[rest] != '{') {
        inList = false;
        return Step.BEGINS;
      }
      inList |= block[JsonScanner.afterBlanks(block, scanner.end(), to)] == ',';
      scanner.reset();
      at = rest;
    }
    if (!scanner.isComplete()) {
      state = State.OBJECT_OPEN;
      return Step.GOES_ON;
    }
    state = State.LIST_MAY_CLOSE;
    return inList ? Step.GOES_ON : Step.ENDS;
  }
}
