package io.correlator.evtx;

/** Something in a file is not what it must be. The message says what, for people. */
final class DamageException extends Exception {
  private static final long serialVersionUID = 1L;

  DamageException(String message) {
    super(message);
  }
}
