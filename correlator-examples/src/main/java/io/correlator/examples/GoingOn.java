package io.correlator.examples;

import io.correlator.core.Correlator;
import io.correlator.listeners.CsvListener;
import io.correlator.modules.sshd.SshdModule;
import io.correlator.sources.FollowSource;
import java.nio.file.Path;

/** An engine that goes on where the one before it has stopped, in whatever way that has ended. */
public final class GoingOn {
  private GoingOn() {}

  /**
   * Watches {@code log}, writes what it finds to {@code audit}, and keeps its state in {@code
   * data}.
   */
  public static Correlator start(Path log, Path audit, Path data) {
    Correlator correlator =
        Correlator.builder()
            .source(FollowSource.builder().path(log).start(FollowSource.Start.BEGINNING).build())
            .module(new SshdModule())
            .listener(CsvListener.into(audit))
            .dataDirectory(data)
            .build();
    correlator.start();
    return correlator;
  }
}
