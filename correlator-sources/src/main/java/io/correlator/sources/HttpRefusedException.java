package io.correlator.sources;

import java.io.IOException;

/** A request is not taken; the message tells the sender why. */
final class HttpRefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final HttpRefusal refusal;

  HttpRefusedException(HttpRefusal refusal, String message) {
    super(message);
    this.refusal = refusal;
  }

  HttpRefusal refusal() {
    return refusal;
  }
}
