package io.correlator.sources.format;

import java.util.OptionalInt;

/** Tells whether a text is one value of JSON (RFC 8259), nested at most 64 deep. */
public final class JsonSyntax {
  private JsonSyntax() {}

  /** The number of the line, from 1, up to which it could have been; empty if it is one. */
  public static OptionalInt wrongLine(byte[] text) {
    JsonScanner scanner = new JsonScanner(JsonScanner.Members.IGNORED);
    scanner.reset();
    int line = 1;
    for (int from = 0; from < text.length; line++) {
      int to = from;
      while (to < text.length && text[to] != '\n') {
        to++;
      }
      if (!scanner.goOn(text, from, to)) {
        return OptionalInt.of(line);
      }
      from = to + 1;
    }
    return scanner.isComplete() ? OptionalInt.empty() : OptionalInt.of(Math.max(1, line - 1));
  }
}
