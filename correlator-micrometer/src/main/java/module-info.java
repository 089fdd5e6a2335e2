/** The statistics and the health of an engine as Micrometer meters. */
module io.correlator.micrometer {
  requires transitive io.correlator.core;
  requires transitive micrometer.core;
  requires static org.jspecify;

  exports io.correlator.micrometer;
}
