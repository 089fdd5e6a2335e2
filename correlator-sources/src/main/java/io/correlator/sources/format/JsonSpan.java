package io.correlator.sources.format;

import io.correlator.api.source.RecordSpan;

/**
 * An object of JSON may span lines, as those do that are printed for people.
 *
 * <p>What could belong to an object and is written by someone else must not disappear in it. So an
 * object that is open goes on only while it can still be JSON, and never with a line that begins
 * with a brace: within an object, those are indented. A line that ends with a closing brace is
 * whole without a look at what is in between.
 */
final class JsonSpan implements RecordSpan {
  private final JsonScanner scanner = new JsonScanner(JsonScanner.Members.IGNORED);

  @Override
  public boolean begin(byte[] block, int from, int to) {
    int first = JsonScanner.afterBlanks(block, from, to);
    if (first == to || block[first] != '{' || endsWithBrace(block, to)) {
      return false;
    }
    scanner.reset();
    return scanner.goOn(block, first, to) && !scanner.isComplete();
  }

  /** Whoever calls this knows that not all is blank. */
  private static boolean endsWithBrace(byte[] block, int to) {
    int last = to - 1;
    while (JsonScanner.isBlank(block[last])) {
      last--;
    }
    return block[last] == '}';
  }

  @Override
  public Step next(byte[] block, int from, int to) {
    if ((from < to && block[from] == '{') || !scanner.goOn(block, from, to)) {
      return Step.BEGINS;
    }
    return scanner.isComplete() ? Step.ENDS : Step.GOES_ON;
  }
}
