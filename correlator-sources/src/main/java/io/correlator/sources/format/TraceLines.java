package io.correlator.sources.format;

/**
 * Tells the lines of stack traces from those that begin a record. A line that is indented goes on
 * with the record before, and so does what only a trace has at the start of a line. Everything else
 * begins a record: to take a line for part of another one is worse than to leave a trace in two.
 *
 * <p>Remembers what it is in, so it is for one stream of lines.
 */
final class TraceLines implements LineStart {
  private static final byte[] CAUSED_BY = Ascii.bytes("Caused by: ");
  private static final byte[] SUPPRESSED = Ascii.bytes("Suppressed: ");
  private static final byte[] INNER_END = Ascii.bytes("--- End of ");
  private static final byte[] ARROW = Ascii.bytes("---> ");
  private static final byte[] TRACEBACK = Ascii.bytes("Traceback (most recent call last):");
  private static final byte[] DURING = Ascii.bytes("During handling of the above exception, ");
  private static final byte[] DIRECT = Ascii.bytes("The above exception was the direct cause ");
  private static final byte[] PANIC = Ascii.bytes("panic: ");
  private static final byte[] FATAL = Ascii.bytes("fatal error: ");
  private static final byte[] GOROUTINE = Ascii.bytes("goroutine ");
  private static final byte[] SIGNAL = Ascii.bytes("[signal ");
  private static final byte[] CREATED = Ascii.bytes("created by ");
  private static final byte[] EXIT = Ascii.bytes("exit status ");

  private static final byte[][] ANYWHERE = {CAUSED_BY, SUPPRESSED, INNER_END, ARROW};
  private static final byte[][] GO_BEGINS = {PANIC, FATAL, GOROUTINE};
  private static final byte[][] OF_GO = {GOROUTINE, SIGNAL, CREATED, EXIT};

  /** So many bytes at the start of a line tell what it is. */
  private static final int LOOKED_AT = 512;

  private State state = State.NONE;

  private enum State {
    NONE,
    /** Behind the head of a trace of Python, which ends with the error, not indented. */
    PYTHON,
    /** Behind that error: another trace may follow. */
    PYTHON_ENDED,
    /** In what Go writes when it panics, to the end: calls, and blank lines between. */
    GO
  }

  @Override
  public boolean begins(byte[] block, int from, int to) {
    if (from < to && (block[from] == ' ' || block[from] == '\t')) {
      return false;
    }
    int limit = Math.min(to, from + LOOKED_AT);
    if (goesOn(block, from, limit)) {
      return false;
    }
    // What Go writes has nothing to do with the line before it.
    state = startsWithAny(block, from, limit, GO_BEGINS) ? State.GO : State.NONE;
    return true;
  }

  private boolean goesOn(byte[] block, int from, int to) {
    if (from == to) {
      return state != State.NONE;
    }
    if (Ascii.startsWith(block, from, to, TRACEBACK)) {
      state = State.PYTHON;
      return true;
    }
    if (state == State.PYTHON && isError(block, from, to)) {
      state = State.PYTHON_ENDED;
      return true;
    }
    if (state == State.PYTHON_ENDED
        && (Ascii.startsWith(block, from, to, DURING)
            || Ascii.startsWith(block, from, to, DIRECT))) {
      return true;
    }
    if (state == State.GO && isOfGo(block, from, to)) {
      return true;
    }
    return startsWithAny(block, from, to, ANYWHERE) || isException(block, from, to);
  }

  private static boolean startsWithAny(byte[] block, int from, int to, byte[][] texts) {
    for (byte[] text : texts) {
      if (Ascii.startsWith(block, from, to, text)) {
        return true;
      }
    }
    return false;
  }

  /**
   * {@code ValueError: x}, {@code app.errors.Refused}: a name, and nothing or a colon behind it.
   */
  private static boolean isError(byte[] block, int from, int to) {
    int end = nameEnd(block, from, to);
    boolean level = SeverityName.readName(block, from, end) != SeverityName.NONE;
    return end > from && !level && endsName(block, end, to);
  }

  /** {@code java.lang.IllegalStateException: x}, {@code System.InvalidOperationException}. */
  private static boolean isException(byte[] block, int from, int to) {
    int end = nameEnd(block, from, to);
    boolean qualified = false;
    for (int i = from; i < end; i++) {
      qualified |= block[i] == '.';
    }
    return qualified
        && endsName(block, end, to)
        && (endsWith(block, from, end, "Exception")
            || endsWith(block, from, end, "Error")
            || endsWith(block, from, end, "Throwable"));
  }

  private static int nameEnd(byte[] block, int from, int to) {
    int end = from;
    while (end < to && isInName(block[end])) {
      end++;
    }
    return end;
  }

  private static boolean isInName(byte b) {
    return PairFields.isLetter(b) || Digits.isDigit(b) || b == '_' || b == '.' || b == '$';
  }

  private static boolean endsName(byte[] block, int end, int to) {
    return end == to || (block[end] == ':' && (end + 1 == to || block[end + 1] == ' '));
  }

  private static boolean endsWith(byte[] block, int from, int to, String text) {
    return to - from >= text.length() && Ascii.is(block, to - text.length(), to, text);
  }

  /**
   * {@code main.run(0x1, ...)}, {@code main.(*server).run(...)}, {@code goroutine 7 [running]:}.
   */
  private static boolean isOfGo(byte[] block, int from, int to) {
    if (startsWithAny(block, from, to, OF_GO)) {
      return true;
    }
    boolean called = false;
    for (int i = from; i < to && block[i] != ' ' && !called; i++) {
      called = block[i] == '(' && i > from;
    }
    return called && block[to - 1] == ')';
  }
}
