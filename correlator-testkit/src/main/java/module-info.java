/** A harness for plug-ins and engines, for the test scope of its users. */
module io.correlator.testkit {
  requires transitive io.correlator.core;
  requires transitive org.assertj.core;
  requires transitive org.junit.jupiter.api;
  requires static org.jspecify;

  exports io.correlator.testkit;
}
