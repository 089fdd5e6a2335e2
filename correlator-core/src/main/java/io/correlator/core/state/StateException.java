package io.correlator.core.state;

/**
 * What was saved cannot be restored: it was damaged, or saved by a module that is not the one that
 * is running now. The message says which module and which state it is about.
 */
public final class StateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StateException(String message) {
    super(message);
  }

  StateException(String message, Throwable cause) {
    super(message, cause);
  }
}
