package io.correlator.sources.format;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Optional;

/**
 * Where a message breaks the rules of RFC 5424.
 *
 * @param column the first byte that no message could have there, counted from 0; the length of the
 *     message if something is missing at its end. A day that its month does not have, and the name
 *     of an element that came before, are wrong from their first byte
 * @param part what it belongs to
 */
public record Rfc5424Violation(int column, Part part) {
  /** The parts of a message, by the names that records have for them. */
  public enum Part {
    /** PRI (section 6.2.1). */
    PRIORITY,
    /** VERSION (section 6.2.2). */
    VERSION,
    /** TIMESTAMP (section 6.2.3). */
    TIMESTAMP,
    /** HOSTNAME (section 6.2.4). */
    HOST,
    /** APP-NAME (section 6.2.5). */
    PROGRAM,
    /** PROCID (section 6.2.6). */
    PROCESS_ID,
    /** MSGID (section 6.2.7). */
    MESSAGE_ID,
    /** STRUCTURED-DATA (section 6.3). */
    STRUCTURED_DATA,
    /** MSG (section 6.4). */
    MESSAGE
  }

  public Rfc5424Violation {
    requireNonNull(part, "part");
  }

  /**
   * The first violation in a message, without the line end or the length that framed it; empty if
   * there is none. For whoever tests what sends messages; {@link StrictRfc5424Format} reads by it.
   */
  public static Optional<Rfc5424Violation> firstIn(byte[] message) {
    return Optional.ofNullable(Rfc5424Grammar.firstIn(message, 0, message.length));
  }

  /** For people: what is wrong where. */
  @Override
  public String toString() {
    return "column %d: no %s of RFC 5424 goes on like this"
        .formatted(column, part.name().toLowerCase(Locale.ROOT).replace('_', ' '));
  }
}
