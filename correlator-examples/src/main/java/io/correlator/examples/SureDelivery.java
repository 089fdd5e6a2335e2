package io.correlator.examples;

import io.correlator.api.Severity;
import io.correlator.api.listener.DeliverySettings;
import io.correlator.api.listener.DeliverySettings.Guarantee;
import io.correlator.api.listener.DeliverySettings.Overflow;
import io.correlator.api.listener.Interest;
import io.correlator.api.listener.Listener;
import io.correlator.core.Correlator;
import io.correlator.core.monitor.ListenerStatistics;
import io.correlator.modules.sshd.SshdModule;
import io.correlator.sources.FileSource;
import java.nio.file.Path;
import java.time.Duration;

/** A service that is down now and then: events are offered to it again, and none is lost. */
public final class SureDelivery {
  private SureDelivery() {}

  /** Reads {@code log} and calls {@code service} for each error; the rest is kept in a file. */
  public static ListenerStatistics run(Path log, Listener.Action service, Path deadLetters) {
    DeliverySettings delivery =
        DeliverySettings.defaults()
            .withCapacity(100_000)
            .withOverflow(Overflow.DROP_OLDEST)
            .withGuarantee(Guarantee.AT_LEAST_ONCE)
            .withDelays(Duration.ofMillis(10), Duration.ofMinutes(5))
            .withAttempts(3);
    Correlator correlator =
        Correlator.builder()
            .source(FileSource.of(log))
            .module(new SshdModule())
            .listener(Listener.of("service", Interest.atLeast(Severity.ERROR), service), delivery)
            .deadLetters(deadLetters)
            .build();
    correlator.run();
    return correlator.statistics().listeners().get(0);
  }
}
