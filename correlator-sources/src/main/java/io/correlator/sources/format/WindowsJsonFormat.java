package io.correlator.sources.format;

import io.correlator.api.Fields;
import io.correlator.api.LogRecord;
import io.correlator.api.source.FormatContext;
import io.correlator.api.source.RecordFormat;
import io.correlator.api.source.RecordParser;
import io.correlator.api.source.RecordSpan;

/**
 * Windows events as JSON, nested as Windows writes them in XML, or flat as NXLog does; read as
 * {@link JsonFormat}. Both give the same fields, with the names that Sigma rules use:
 *
 * <ul>
 *   <li>{@code EventID}, {@code Channel}, {@code Computer}, {@code Level} and all else in {@code
 *       Event.System}, attributes by the name of their element: {@code Provider_Name}, {@code
 *       Execution_ProcessID}, {@code Security_UserID}, {@code TimeCreated_SystemTime}
 *   <li>the members of {@code Event.EventData}, and those of the one element in {@code
 *       Event.UserData}, by their own names, without the blanks in them; data without names is
 *       {@code Data}, a text or a list. One whose name something in {@code System} has already is
 *       called {@code EventData.NAME} or {@code UserData.NAME}
 *   <li>of an event that is flat, all members as they are, and {@code Provider_Name} for {@code
 *       SourceName} or {@code ProviderName}, {@code Computer} for {@code Hostname}. NXLog's own
 *       {@code EventType} ({@code INFO}, {@code AUDIT_SUCCESS}) stands where that of Sysmon would
 * </ul>
 *
 * <p>Time, host, program, process id, severity and message are found where Windows puts them
 * ({@code TimeCreated}, {@code Computer}, the name of the provider, {@code Execution}, {@code
 * Level}, {@code RenderingInfo.Message}), and otherwise as in any JSON. An object that is no event
 * of Windows has the fields that it has in {@link JsonFormat}.
 *
 * <p>Immutable; may be used by any thread.
 */
public final class WindowsJsonFormat implements RecordFormat {
  /** Sources have formats of their own, and records of the same kinds. */
  private static final JsonShapes SHAPES = new JsonShapes(new WindowsFields.Dialect());

  @Override
  public String name() {
    return "windows-json";
  }

  @Override
  public String description() {
    return "Windows events as JSON: nested as in XML, or flat";
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
