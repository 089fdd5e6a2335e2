package io.correlator.sources.format;

import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.source.FormatContext;
import io.correlator.api.source.RecordFormat;
import io.correlator.api.source.RecordParser;

/**
 * Syslog with structured data (RFC 5424): {@code <38>1 2026-03-01T07:28:03.123Z host sshd 4711 ID47
 * [origin ip="192.0.2.1"] message}.
 *
 * <p>The header must be as the RFC wants it, down to the single blanks. More is accepted in these
 * places, because senders in the field do it and nothing is ambiguous: parts longer than the RFC's
 * maximum, bytes beyond ASCII in them, fractions of a second down to nanoseconds, a closing bracket
 * without backslash inside the quotes of a value, blanks before those quotes, an element id that
 * occurs twice, a leap second, and a message without its priority. {@link StrictRfc5424Format}
 * accepts none of these.
 *
 * <p>Two named fields, each only if the line has it:
 *
 * <ul>
 *   <li>{@code msgid}: the type of message, as text
 *   <li>{@code sd}: the structured data, nested: element id, then parameter name, then value; so
 *       {@code sd.origin.ip} is {@code 192.0.2.1}. A name that occurs more than once in its element
 *       has the list of its values.
 * </ul>
 *
 * <p>Immutable; may be used by any thread.
 */
public final class Rfc5424Format implements RecordFormat {
  @Override
  public String name() {
    return "rfc5424";
  }

  @Override
  public String description() {
    return "syslog with structured data: <38>1 2026-03-01T07:28:03Z host program pid msgid - message";
  }

  @Override
  public RecordParser open(FormatContext context) {
    return new Rfc5424Parser();
  }

  @Override
  public Fields fields(LogRecord record) {
    return record.failure().isPresent()
        ? Fields.empty()
        : StructuredData.fields(record.rawSlice().toByteArray());
  }
}
