package io.correlator.sources.format;

import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.source.FormatContext;
import io.correlator.api.source.RecordFormat;
import io.correlator.api.source.RecordParser;

/**
 * Access logs of web servers, in the Common or the Combined Log Format, perhaps with the name of
 * the virtual host before it and more behind it: {@code 192.0.2.1 - - [29/Sep/2021:06:25:24 +0000]
 * "GET /a?b HTTP/1.1" 200 512 "-" "curl/8.5.0"}.
 *
 * <p>Fields have the names of the W3C's extended log format: {@code c-ip}, {@code cs-username},
 * {@code cs-host} (the virtual host, with its port), {@code cs-method}, {@code cs-uri} (the target
 * of the request, {@code /a?b}), {@code cs-uri-stem} ({@code /a}), {@code c-uri-query} ({@code b}),
 * {@code cs-version}, {@code sc-status}, {@code sc-bytes}, {@code cs-referer}, {@code
 * cs-user-agent}, and {@code time-taken}, the first number that follows, in the unit of the server.
 * {@code cs-uri-query} is the whole target, too, since published rules look for paths in it. What
 * the server gives as {@code -} is missing; what it has escaped ({@code \\x22}) is as it was sent.
 * A request that is none of HTTP has no fields of its own; it stands in the message.
 *
 * <p>The message is the whole line. What is no such line is a failed record. Immutable; may be used
 * by any thread.
 */
public final class AccessFormat implements RecordFormat {
  @Override
  public String name() {
    return "access";
  }

  @Override
  public String description() {
    return "access logs of web servers: Common, Combined, with virtual host";
  }

  @Override
  public RecordParser open(FormatContext context) {
    TimedParser lines = new TimedParser(context);
    return (block, from, to, header) ->
        Failures.unlessRead(lines.readAccess(block, from, to, header), block, from, to, header);
  }

  @Override
  public Fields fields(LogRecord record) {
    return record.failure().isEmpty() ? AccessFields.of(record.rawSlice()) : Fields.empty();
  }
}
