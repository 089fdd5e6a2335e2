package io.correlator.examples;

import io.correlator.api.listener.Listener;
import io.correlator.core.Correlator;
import io.correlator.sources.FileSource;
import java.nio.file.Path;
import java.time.Duration;

/** An engine that evaluates records with several threads. */
public final class ManyCores {
  private ManyCores() {}

  /** Reads {@code log} and tells {@code listener} what it finds. */
  public static void run(Path log, Listener listener, int partitions) {
    Correlator correlator =
        Correlator.builder()
            .source(FileSource.of(log))
            .module(new HostAlarm(100, Duration.ofMinutes(1)))
            .module(new Guessing(5, Duration.ofMinutes(1)))
            .listener(listener)
            .partitions(partitions)
            .build();
    correlator.run();
  }
}
