package io.correlator.sources;

/** The bytes by which some editors and systems mark what kind of Unicode a text is in. */
final class ByteOrderMark {
  /** No mark is longer, in bytes. */
  static final int LONGEST = 3;

  private ByteOrderMark() {}

  static boolean isUtf16(byte[] head) {
    return startsWith(head, 0xff, 0xfe) || startsWith(head, 0xfe, 0xff);
  }

  /** The length of the mark of UTF-8 at the start, 3 or 0. */
  static int lengthOfUtf8(byte[] head) {
    return startsWith(head, 0xef, 0xbb, 0xbf) ? 3 : 0;
  }

  /**
   * Whether these bytes are none, or may be the beginning of a mark of which the rest is to come.
   */
  static boolean mayBegin(byte[] head) {
    return switch (head.length) {
      case 0 -> true;
      case 1 -> head[0] == (byte) 0xef || head[0] == (byte) 0xfe || head[0] == (byte) 0xff;
      case 2 -> startsWith(head, 0xef, 0xbb);
      default -> false;
    };
  }

  private static boolean startsWith(byte[] head, int... mark) {
    for (int i = 0; i < mark.length; i++) {
      if (i >= head.length || head[i] != (byte) mark[i]) {
        return false;
      }
    }
    return true;
  }
}
