/** A harness for modules and pipelines, for the test scope of its users. */
module io.correlator.testkit {
  requires transitive io.correlator.core;
  requires static org.jspecify;

  exports io.correlator.testkit;
}
