/** The {@code correlator} command. Nothing here is meant to be compiled against. */
module io.correlator.cli {
  requires info.picocli;
  requires io.correlator.core;
  requires io.correlator.listeners;
  requires io.correlator.modules;
  requires io.correlator.rules;
  requires io.correlator.sources;
  requires jdk.unsupported; // signals
  requires static org.jspecify;

  opens io.correlator.cli to
      info.picocli;
}
