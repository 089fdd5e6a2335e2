/** The standard sources and record formats. */
module io.correlator.sources {
  requires java.naming;
  requires jdk.httpserver;
  requires static org.jspecify;
  requires transitive io.correlator.api;

  exports io.correlator.sources;
  exports io.correlator.sources.format;

  provides io.correlator.api.source.RecordFormat with
      io.correlator.sources.format.AccessFormat,
      io.correlator.sources.format.AuditFormat,
      io.correlator.sources.format.AutoFormat,
      io.correlator.sources.format.JsonFormat,
      io.correlator.sources.format.LogfmtFormat,
      io.correlator.sources.format.PlainFormat,
      io.correlator.sources.format.Rfc3164Format,
      io.correlator.sources.format.Rfc5424Format,
      io.correlator.sources.format.StrictRfc5424Format,
      io.correlator.sources.format.SyslogFormat,
      io.correlator.sources.format.TimedFormat,
      io.correlator.sources.format.WindowsJsonFormat;
}
