/** What authors of modules, listeners, sources and formats compile against. */
module io.correlator.api {
  requires static org.jspecify;

  exports io.correlator.api;
  exports io.correlator.api.capture;
  exports io.correlator.api.config;
  exports io.correlator.api.listener;
  exports io.correlator.api.module;
  exports io.correlator.api.source;
  exports io.correlator.api.state;
}
