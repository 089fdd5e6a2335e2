package io.correlator.sources.format;

import io.correlator.api.source.RecordSpan;

/**
 * An object of JSON may span lines, as those do that are printed for people; and several may stand
 * in a list, which may stand in an {@link JsonEnvelope}.
 *
 * <p>What could belong to an object and is written by someone else must not disappear in it. So an
 * object that is open goes on only while it can still be JSON, and never with a line that begins
 * with a brace: within an object, those are indented. A line that ends with a closing brace is
 * whole without a look at what is in between.
 *
 * <p>The bracket that opens a list, and what comes before it in an envelope, belong to the lines of
 * its first object, and the one that closes it, with the end of the envelope, to those of its last;
 * the parser leaves them out. A bracket that no object follows is a record of its own, as any line.
 */
final class JsonSpan implements RecordSpan {
  private final JsonScanner scanner = new JsonScanner(JsonScanner.Members.IGNORED);

  /** Whether the object before stood in a list that is not closed. */
  private boolean inList;

  /** How many objects are open around that list. */
  private int envelopes;

  private State state = State.OBJECT_OPEN;

  private enum State {
    /** A bracket was read that may open a list. */
    LIST_OPENED,
    /** An object is open that may be the envelope of a list: nothing else was in it so far. */
    ENVELOPE_OPEN,
    /** And a bracket was read that may open this list. */
    ENVELOPED_LIST_OPENED,
    OBJECT_OPEN,
    /** An object of a list was read, and no comma after it. */
    LIST_MAY_CLOSE,
    /** A list was closed that has an envelope. */
    ENVELOPE_MAY_CLOSE
  }

  @Override
  public boolean begin(byte[] block, int from, int to) {
    int first = JsonScanner.afterBlanks(block, from, to);
    if (first < to && block[first] == '[' && isBlank(block, first + 1, to)) {
      state = State.LIST_OPENED;
      return true;
    }
    int object = JsonList.firstElement(block, from, to);
    if (object == to) {
      leaveList();
      return false;
    }
    if (block[first] == '{' && !inList && JsonList.last(block, from, to) == '}') {
      return false;
    }
    if (!inList) {
      envelopes = JsonEnvelope.depth(block, first, object);
    }
    inList |= first != object;
    scanner.reset();
    return (inList ? read(block, object, to) : envelope(block, object, to)) == Step.GOES_ON;
  }

  private void leaveList() {
    inList = false;
    envelopes = 0;
  }

  private static boolean isBlank(byte[] block, int from, int to) {
    return JsonScanner.afterBlanks(block, from, to) == to;
  }

  @Override
  public Step next(byte[] block, int from, int to) {
    return switch (state) {
      case LIST_OPENED -> firstOfList(block, from, to);
      case LIST_MAY_CLOSE -> listEnd(block, from, to);
      case ENVELOPE_MAY_CLOSE -> envelopeEnd(block, from, to);
      case ENVELOPE_OPEN -> isUnindented(block, from, to) ? Step.BEGINS : envelope(block, from, to);
      case ENVELOPED_LIST_OPENED -> firstOfEnvelope(block, from, to);
      case OBJECT_OPEN -> isUnindented(block, from, to) ? Step.BEGINS : read(block, from, to);
    };
  }

  private static boolean isUnindented(byte[] block, int from, int to) {
    return from < to && block[from] == '{';
  }

  private Step firstOfList(byte[] block, int from, int to) {
    int first = JsonScanner.afterBlanks(block, from, to);
    if (first == to || block[first] != '{') {
      return Step.BEGINS;
    }
    envelopes = 0;
    return enterList(block, first, to);
  }

  private Step enterList(byte[] block, int object, int to) {
    inList = true;
    scanner.reset();
    return read(block, object, to);
  }

  /** Reads on in an object that may be an envelope; if it is none, it is a record. */
  private Step envelope(byte[] block, int from, int to) {
    boolean begins = from < to && block[from] == '{';
    int list = JsonEnvelope.list(block, begins ? from + 1 : from, to);
    int read = list < 0 ? to : list;
    envelopes = list == JsonEnvelope.NO ? 0 : envelopes + JsonEnvelope.depth(block, from, read);
    if (read < to) {
      return enterList(block, list, to);
    }
    Step step = read(block, from, to);
    if (step == Step.GOES_ON && list != JsonEnvelope.NO) {
      state = list == to ? State.ENVELOPED_LIST_OPENED : State.ENVELOPE_OPEN;
    }
    return step;
  }

  private Step firstOfEnvelope(byte[] block, int from, int to) {
    int first = JsonScanner.afterBlanks(block, from, to);
    if (first < to && block[first] == '{') {
      return enterList(block, first, to);
    }
    envelopes = 0;
    return read(block, from, to);
  }

  private Step listEnd(byte[] block, int from, int to) {
    int first = JsonScanner.afterBlanks(block, from, to);
    boolean closes =
        first < to && block[first] == ']' && JsonList.afterSeparators(block, first, to) == to;
    if (!closes) {
      leaveList();
      return Step.BEGINS;
    }
    return afterList(block, first, to);
  }

  /** A list was closed in this line. */
  private Step afterList(byte[] block, int from, int to) {
    if (envelopes == 0) {
      inList = JsonList.last(block, from, to) == ',';
      return Step.ENDS;
    }
    inList = false;
    return closeEnvelopes(block, from, to);
  }

  private Step closeEnvelopes(byte[] block, int from, int to) {
    envelopes = Math.max(0, envelopes + JsonEnvelope.depth(block, from, to));
    state = State.ENVELOPE_MAY_CLOSE;
    return envelopes > 0 ? Step.GOES_ON : Step.ENDS;
  }

  private Step envelopeEnd(byte[] block, int from, int to) {
    int first = JsonScanner.afterBlanks(block, from, to);
    if (first < to && block[first] == '}' && isBlank(block, first + 1, to)) {
      return closeEnvelopes(block, first, to);
    }
    if (first == to || JsonEnvelope.isAbout(block, first, to)) {
      return Step.GOES_ON;
    }
    leaveList();
    return Step.BEGINS;
  }

  /** Reads on in an object, and in those that follow it in the line. */
  private Step read(byte[] block, int from, int to) {
    int at = from;
    while (!scanner.goOn(block, at, to)) {
      int rest = scanner.isComplete() ? JsonList.afterSeparators(block, scanner.end(), to) : -1;
      if (rest == to) {
        boolean goesOn = JsonList.last(block, scanner.end(), to) == ',';
        if (goesOn || !inList) {
          inList = goesOn;
          return Step.ENDS;
        }
        return afterList(block, scanner.end(), to);
      }
      if (rest < 0 || block[rest] != '{') {
        leaveList();
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
