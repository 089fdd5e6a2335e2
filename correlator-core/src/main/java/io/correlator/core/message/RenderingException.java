package io.correlator.core.message;

/** Says in one line why a message could not be rendered. Has no stack trace: nobody needs one. */
final class RenderingException extends Exception {
  private static final long serialVersionUID = 1L;

  RenderingException(String reason) {
    super(reason, null, false, false);
  }
}
