package io.correlator.sources.format;

import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.source.FormatContext;
import io.correlator.api.source.RecordFormat;
import io.correlator.api.source.RecordParser;
import io.correlator.api.source.RecordSpan;

/**
 * JSON (RFC 8259): one object a line, or objects that span lines, one after another.
 *
 * <p>What all records have is found by the names that are in use for it, in the outermost object;
 * of several names, the one that stands first here counts:
 *
 * <ul>
 *   <li>time: {@code @timestamp}, {@code timestamp}, {@code TimeCreated}, {@code UtcTime}, {@code
 *       time}, {@code EventTime}, {@code eventTime}, {@code TimeGenerated}, {@code ts}, {@code
 *       _time}. Either as in ISO 8601, with T or a blank, or a number since 1970, in seconds,
 *       milli-, micro- or nanoseconds. What cannot be read as a time is passed over, and without
 *       any the record has the time of its neighbours or of its arrival.
 *   <li>host: {@code host}, {@code hostname}, {@code Hostname}, {@code HostName}, {@code Computer},
 *       {@code host.name}, {@code host.hostname}; the last two also nested
 *   <li>program: {@code program}, {@code Provider_Name}, {@code ProviderName}, {@code SourceName},
 *       {@code app}, {@code appname}, {@code app_name}, {@code application}, {@code service},
 *       {@code process.name}, also nested, {@code process}, {@code ProcessName}
 *   <li>process id: {@code pid}, {@code process_id}, {@code process.pid}, also nested, {@code
 *       ExecutionProcessID}
 *   <li>message: {@code message}, {@code msg}, {@code Message}, {@code MESSAGE}, {@code
 *       SyslogMessage}, {@code log}; without one, the whole record
 *   <li>severity: {@code severity}, {@code level}, {@code log.level}, also nested, {@code
 *       SeverityLevel}, {@code Level} as Windows counts it, {@code Severity}, {@code PRIORITY}: a
 *       name or a number; the facility is that of users' programs, 1
 * </ul>
 *
 * <p>All members are fields: a number is a {@link Long} or {@link Double} if that says exactly what
 * was written, and text otherwise; null is {@link Fields#NULL}; of a name that occurs twice the
 * last value counts; what is no text (half of a character, bytes that are not UTF-8) becomes
 * U+FFFD.
 *
 * <p>An object that spans lines begins a line, may be indented, and ends with its closing bracket
 * at the end of a line. A line within it that cannot belong to it, or that begins with a brace,
 * begins a record of its own; what came before is a failed one. So is what is nested more than 64
 * deep. A value that is no object is a record without fields.
 *
 * <p>Several objects in a line are as many records, and so are those of a list ({@code [{...},
 * {...}]}), in one line or in many; brackets and commas between them belong to none.
 *
 * <p>Immutable; may be used by any thread.
 */
public final class JsonFormat implements RecordFormat {
  /** Sources have formats of their own, and records of the same kinds. */
  private static final JsonShapes SHAPES = new JsonShapes(new AsTheyStand());

  /** Members are fields, and of none does anything else depend on its value. */
  private static final class AsTheyStand implements JsonShapes.Dialect {
    @Override
    public int sameAs(int kind, String name, int depth) {
      return JsonShape.ANY;
    }

    @Override
    public Fields apply(Fields members) {
      return members;
    }
  }

  @Override
  public String name() {
    return "json";
  }

  @Override
  public String description() {
    return "JSON: one object a line, or objects that span lines";
  }

  @Override
  public RecordParser open(FormatContext context) {
    return new JsonParser(context, SHAPES);
  }

  @Override
  public RecordSpan span() {
    return new JsonSpan();
  }

  @Override
  public Fields fields(LogRecord record) {
    return SHAPES.fields(record);
  }
}
