package io.correlator.sources.format;

/**
 * What stands between the objects of a list, {@code [{...}, {...}]}, which many tools write instead
 * of one object a line: it separates records and belongs to none.
 */
final class JsonList {
  private JsonList() {}

  /** Where the object begins that comes first, behind blanks and separators; {@code to} if none. */
  static int firstObject(byte[] bytes, int from, int to) {
    int object = afterSeparators(bytes, from, to);
    return object < to && bytes[object] == '{' ? object : to;
  }

  /** The first byte after blanks, commas and the brackets of lists. */
  static int afterSeparators(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && (JsonScanner.isBlank(bytes[at]) || isSeparator(bytes[at]))) {
      at++;
    }
    return at;
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
