package io.correlator.core.message;

/**
 * Says why a template may not be used: where, what, and what would be right. For whoever wrote it.
 */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  RefusedException(int line, int column, String reason) {
    this("line %d, column %d: %s".formatted(line, column, reason));
  }

  RefusedException(String reason) {
    super(reason, null, false, false);
  }
}
