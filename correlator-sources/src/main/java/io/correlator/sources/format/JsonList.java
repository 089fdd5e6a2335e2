package io.correlator.sources.format;

/**
 * What stands between the objects of a list, {@code [{...}, {...}]}, which many tools write instead
 * of one object a line, and around it: it separates records and belongs to none.
 */
final class JsonList {
  private JsonList() {}

  /**
   * Where the object begins that comes first, behind blanks, separators and what opens an {@link
   * JsonEnvelope}; {@code to} if there is none.
   */
  static int firstObject(byte[] bytes, int from, int to) {
    int element = firstElement(bytes, from, to);
    return element == to ? to : JsonEnvelope.source(bytes, element, to);
  }

  /** As {@link #firstObject}, with the envelope that a record has for itself. */
  static int firstElement(byte[] bytes, int from, int to) {
    int object = afterSeparators(bytes, from, to);
    return object < to && bytes[object] == '{' ? JsonEnvelope.afterOpening(bytes, object, to) : to;
  }

  /** The first byte after blanks, commas, the brackets of lists, and what closes an envelope. */
  static int afterSeparators(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && (JsonScanner.isBlank(bytes[at]) || isSeparator(bytes[at]))) {
      at++;
      if (bytes[at - 1] == ']') {
        int closed = JsonEnvelope.afterClosing(bytes, at, to);
        // One in the other: the hits of an answer.
        at = closed == at ? at : JsonEnvelope.afterClosing(bytes, closed, to);
      }
    }
    return at;
  }

  /** As {@link #afterSeparators}, behind a record that began at {@code object}. */
  static int afterRecord(byte[] bytes, int from, int object, int end, int to) {
    boolean enveloped = JsonEnvelope.isMember(bytes, from, object);
    return afterSeparators(bytes, enveloped ? JsonEnvelope.afterClosing(bytes, end, to) : end, to);
  }

  /** The last byte between that is not blank; a blank if all are. */
  static byte last(byte[] bytes, int from, int to) {
    int at = to - 1;
    while (at >= from && JsonScanner.isBlank(bytes[at])) {
      at--;
    }
    return at >= from ? bytes[at] : (byte) ' ';
  }

  private static boolean isSeparator(byte b) {
    return b == ',' || b == '[' || b == ']';
  }
}
