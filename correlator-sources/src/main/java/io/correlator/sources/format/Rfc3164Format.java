package io.correlator.sources.format;

import io.correlator.api.source.FormatContext;
import io.correlator.api.source.RecordFormat;
import io.correlator.api.source.RecordParser;

/**
 * Classic syslog (RFC 3164), as it stands in most log files: {@code Mar 1 07:28:03 host sshd[4711]:
 * message}.
 *
 * <p>The RFC describes what was seen in the wild rather than a rule, so this is lenient:
 *
 * <ul>
 *   <li>The priority in angle brackets may be missing; if it is there, it must be right.
 *   <li>The time may have a year, before or after the time of day, a fraction of a second, and a
 *       colon at its end; or it is an ISO 8601 time, with or without a zone. A date without a year
 *       is in the year that {@link FormatContext#reference()} calls for.
 *   <li>The host may be missing: a first word that ends in a colon or has a process id in brackets
 *       is the tag.
 *   <li>The tag is a program, a process id in brackets, or both, and a colon. A word with neither
 *       brackets nor colon is not a tag but the start of the message.
 *   <li>A line with a priority and a tag may do without a time.
 * </ul>
 *
 * <p>Neither host nor program ever holds a blank or a control character. Immutable; may be used by
 * any thread.
 */
public final class Rfc3164Format implements RecordFormat {
  @Override
  public String name() {
    return "rfc3164";
  }

  @Override
  public String description() {
    return "classic syslog: Mar  1 07:28:03 host program[pid]: message";
  }

  @Override
  public RecordParser open(FormatContext context) {
    return new Rfc3164Parser(context);
  }
}
