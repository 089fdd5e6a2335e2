package io.correlator.sources;

import java.util.Locale;

/** Why an {@link HttpSource} has not taken what was sent to it, and the status that it answered. */
public enum HttpRefusal {
  /** The token is missing or wrong. */
  UNAUTHORIZED(401),
  /** It was sent to a path where nothing is taken. */
  NOT_FOUND(404),
  /** It was not sent with {@code POST}. */
  METHOD_NOT_ALLOWED(405),
  /** The body did not come in time, or not whole. Some connections are closed without an answer. */
  INCOMPLETE(408),
  /** The body is longer than is allowed, packed or unpacked. */
  TOO_LARGE(413),
  /** The body is packed in another way than by gzip. */
  UNKNOWN_ENCODING(415),
  /** The body is said to be JSON and is not, or is no gzip archive. */
  MALFORMED(400),
  /** The key that names the request was used for another body, or is too long. */
  KEY_MISUSED(422),
  /** The sender has sent more records than it may in some time. */
  RATE_LIMITED(429),
  /** The engine is behind, or it is being stopped. */
  BUSY(503);

  private final int status;

  HttpRefusal(int status) {
    this.status = status;
  }

  /** The status of the answer (RFC 9110, section 15). */
  public int status() {
    return status;
  }

  /** As it is written: {@code not-found}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
