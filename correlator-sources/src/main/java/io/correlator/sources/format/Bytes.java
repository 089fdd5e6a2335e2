package io.correlator.sources.format;

/** What a byte may be part of, looked up in a table. */
final class Bytes {
  /** Printable: no blank and no control character; bytes beyond ASCII count as printable. */
  static final int PRINTABLE = 1;

  /** May stand in the name or address of a host. */
  static final int HOST = 2;

  /** May stand in the name of a program. */
  static final int PROGRAM = 4;

  /** A letter or digit; bytes beyond ASCII count as letters. */
  static final int WORD = 8;

  /** May not stand in an IPv6 address, unless it is the colon. */
  static final int NOT_ADDRESS = 16;

  /** May stand in the id of a structured data element or the name of a parameter. */
  static final int SD_NAME = 32;

  private static final byte[] KINDS = kinds();

  private Bytes() {}

  private static byte[] kinds() {
    byte[] kinds = new byte[256];
    for (int b = 0x21; b < 256; b++) {
      if (b != 0x7f) {
        boolean beyond = b > 0x7f;
        boolean word = beyond || (b < 0x80 && Character.isLetterOrDigit(b));
        int kind = PRINTABLE;
        kind |= word ? WORD : 0;
        kind |= word || ".-_/@:".indexOf(b) >= 0 ? HOST : 0;
        kind |= word || ":[]\"'=,;<>{}|".indexOf(b) < 0 ? PROGRAM : 0;
        kind |= "0123456789abcdefABCDEF.:".indexOf(b) < 0 ? NOT_ADDRESS : 0;
        kind |= "=]\"".indexOf(b) < 0 ? SD_NAME : 0;
        kinds[b] = (byte) kind;
      }
    }
    return kinds;
  }

  static int kind(byte b) {
    return KINDS[b & 0xff];
  }

  /** Whether {@code b} is of {@code kind}, one of the constants of this class. */
  static boolean is(byte b, int kind) {
    return (KINDS[b & 0xff] & kind) != 0;
  }

  /** The index of the first byte that is not of {@code kind}. */
  static int after(byte[] bytes, int from, int to, int kind) {
    int at = from;
    while (at < to && is(bytes[at], kind)) {
      at++;
    }
    return at;
  }

  /** The index of the first byte that is not a blank. */
  static int afterBlanks(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && bytes[at] == ' ') {
      at++;
    }
    return at;
  }
}
