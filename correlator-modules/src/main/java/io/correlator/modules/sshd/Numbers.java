package io.correlator.modules.sshd;

import io.correlator.api.Slice;

/** Whole numbers in decimal digits. */
final class Numbers {
  private static final int MOST_DIGITS = 9;
  private static final int HIGHEST_PORT = 65_535;

  private Numbers() {}

  /** The index after the digits that begin at {@code begin}. */
  static int end(Slice text, int begin) {
    int i = begin;
    while (i < text.length() && text.byteAt(i) >= '0' && text.byteAt(i) <= '9') {
      i++;
    }
    return i;
  }

  /** The number at {@code begin}; -1 if there are no digits, or more than nine. */
  static int at(Slice text, int begin) {
    int end = end(text, begin);
    if (end == begin || end - begin > MOST_DIGITS) {
      return -1;
    }
    int number = 0;
    for (int i = begin; i < end; i++) {
      number = 10 * number + (text.byteAt(i) - '0');
    }
    return number;
  }

  /** The port number at {@code begin}, or -1. */
  static int port(Slice text, int begin) {
    int number = at(text, begin);
    return number > HIGHEST_PORT ? -1 : number;
  }
}
