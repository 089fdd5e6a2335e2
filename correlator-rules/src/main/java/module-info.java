/** Rules as data, compiled to one module. */
module io.correlator.rules {
  requires static org.jspecify;
  requires transitive io.correlator.api;
  requires com.fasterxml.jackson.core;
  requires re2j;
  requires org.snakeyaml.engine;

  exports io.correlator.rules;
  exports io.correlator.rules.classify;
  exports io.correlator.rules.detection;
  exports io.correlator.rules.dsl;
  exports io.correlator.rules.format;
  exports io.correlator.rules.json;
  exports io.correlator.rules.mapping;
  exports io.correlator.rules.model;
  exports io.correlator.rules.problem;
  exports io.correlator.rules.sigma;
  exports io.correlator.rules.testing;
  exports io.correlator.rules.yaml;

  provides io.correlator.api.module.Module with
      io.correlator.rules.RulesModule;
}
