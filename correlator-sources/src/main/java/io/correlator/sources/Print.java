package io.correlator.sources;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A fingerprint: how long a piece of text is, and a hash of it. Whoever writes the text cannot make
 * another one with the same print.
 *
 * @param length in bytes
 * @param hash in hexadecimal digits
 */
record Print(int length, String hash) {
  private static final int HASH_BYTES = 16;

  /** The print of the first {@code length} bytes. */
  static Print of(byte[] bytes, int length) {
    MessageDigest digest = sha256();
    digest.update(bytes, 0, length);
    byte[] hash = Arrays.copyOf(digest.digest(), HASH_BYTES);
    return new Print(length, HexFormat.of().formatHex(hash));
  }

  static Print of(byte[] bytes) {
    return of(bytes, bytes.length);
  }

  /** How a print is written: {@code LENGTH:HASH}. */
  String text() {
    return length + ":" + hash;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
