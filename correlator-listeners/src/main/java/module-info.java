/** The standard listeners: CSV files, JSON lines, readable text, and SLF4J. */
module io.correlator.listeners {
  requires transitive io.correlator.api;
  requires com.fasterxml.jackson.core;
  requires de.siegmar.fastcsv;
  requires static org.jspecify;
  requires org.slf4j;

  exports io.correlator.listeners;

  provides io.correlator.api.listener.Listener with
      io.correlator.listeners.CsvListener,
      io.correlator.listeners.JsonLinesListener,
      io.correlator.listeners.LoggingListener,
      io.correlator.listeners.TextListener;
}
