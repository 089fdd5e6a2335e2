package io.correlator.sources;

/** The bytes by which some editors and systems mark what kind of Unicode a text is in. */
final class ByteOrderMark {
  private ByteOrderMark() {}

  static boolean isUtf16(byte[] head) {
    return startsWith(head, 0xff, 0xfe) || startsWith(head, 0xfe, 0xff);
  }

  /** The length of the mark of UTF-8 at the start, 3 or 0. */
  static int lengthOfUtf8(byte[] head) {
    return startsWith(head, 0xef, 0xbb, 0xbf) ? 3 : 0;
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
