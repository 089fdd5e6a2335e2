/** Reads the files in which Windows keeps its events. */
module io.correlator.evtx {
  requires static org.jspecify;
  requires transitive io.correlator.api;
  requires com.fasterxml.jackson.core;

  exports io.correlator.evtx;

  provides io.correlator.api.source.FileDecoder with
      io.correlator.evtx.EvtxDecoder;
}
