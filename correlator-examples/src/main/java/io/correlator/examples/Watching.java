package io.correlator.examples;

import io.correlator.api.listener.Listener;
import io.correlator.core.Correlator;
import io.correlator.modules.sshd.SshdModule;
import io.correlator.sources.FollowSource;
import io.correlator.sources.SyslogSource;
import java.nio.file.Path;

/** An engine that watches while logs are written, and goes on until it is closed. */
public final class Watching {
  private Watching() {}

  /** Starts to watch {@code log} as it grows, and the lines that are sent to a port. */
  public static Correlator start(Path log, SyslogSource port, Listener listener) {
    Correlator correlator =
        Correlator.builder()
            .source(FollowSource.of(log))
            .source(port)
            .module(new SshdModule())
            .listener(listener)
            .build();
    correlator.start();
    return correlator;
  }
}
