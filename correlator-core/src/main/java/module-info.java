/** The engine: what applications embed. Start with {@link io.correlator.core.Correlator}. */
module io.correlator.core {
  requires transitive io.correlator.api;
  requires com.fasterxml.jackson.core;
  requires freemarker;
  // FreeMarker cannot say what it needs: its tree of a template is one of Swing, its times know
  // SQL.
  requires java.desktop;
  requires java.sql;
  requires static org.jspecify;
  requires org.slf4j;

  exports io.correlator.core;
  exports io.correlator.core.delivery;
  exports io.correlator.core.message;
  exports io.correlator.core.monitor;
  exports io.correlator.core.pipeline;
  exports io.correlator.core.plugin;
  exports io.correlator.core.time;

  uses io.correlator.api.listener.Listener;
  uses io.correlator.api.module.Module;
  uses io.correlator.api.source.FileDecoder;
  uses io.correlator.api.source.RecordFormat;
}
