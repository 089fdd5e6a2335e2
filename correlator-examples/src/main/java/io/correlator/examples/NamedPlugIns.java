package io.correlator.examples;

import io.correlator.core.Correlator;
import io.correlator.sources.FileSource;
import java.nio.file.Path;
import java.util.Map;

/** An engine put together from names and options, as they stand in a configuration. */
public final class NamedPlugIns {
  private NamedPlugIns() {}

  /** Reads {@code log} and keeps what is found in {@code directory}. */
  public static void run(Path log, Path directory) {
    Correlator.builder()
        .source(FileSource.of(log))
        .module("sshd", Map.of("threshold", "3", "window", "1m"))
        .listener("csv", Map.of("directory", directory.toString()))
        .build()
        .run();
  }
}
