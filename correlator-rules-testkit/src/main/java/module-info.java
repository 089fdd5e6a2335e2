/** A JUnit engine for the cases that rules are tested with. */
module io.correlator.rules.testkit {
  requires io.correlator.core;
  requires transitive io.correlator.rules;
  requires io.correlator.testkit;
  requires transitive org.junit.platform.engine;
  requires static org.jspecify;
  requires org.opentest4j;

  exports io.correlator.rules.testkit;

  provides org.junit.platform.engine.TestEngine with
      io.correlator.rules.testkit.RuleTestEngine;
}
