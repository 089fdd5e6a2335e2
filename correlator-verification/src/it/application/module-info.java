/**
 * An application that embeds the engine and names no plug-in: they are found on the module path.
 */
module com.example.application {
  requires io.correlator.core;
  requires io.correlator.sources;
}
