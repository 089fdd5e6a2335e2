package io.correlator.sources.format;

import java.nio.charset.StandardCharsets;

/** Compares bytes with names. */
final class Ascii {
  private Ascii() {}

  /** The bytes of a text in US-ASCII. */
  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Whether what stands from {@code from} to {@code to} is {@code text}. */
  static boolean is(byte[] bytes, int from, int to, String text) {
    if (to - from != text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (bytes[from + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Whether {@code text} stands at {@code from}. */
  static boolean startsWith(byte[] bytes, int from, int to, byte[] text) {
    if (to - from < text.length) {
      return false;
    }
    for (int i = 0; i < text.length; i++) {
      if (bytes[from + i] != text[i]) {
        return false;
      }
    }
    return true;
  }
}
