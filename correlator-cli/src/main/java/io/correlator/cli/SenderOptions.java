package io.correlator.cli;

import io.correlator.sources.SyslogSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options about those who send over the network, whatever the protocol. */
final class SenderOptions {
  private static final String RATE_LIMIT = "--rate-limit";
  private static final int MOST = 1_000_000;

  @Mixin private TlsOptions tls = new TlsOptions();

  @Option(
      names = RATE_LIMIT,
      paramLabel = "COUNT/TIME",
      description =
          "How many records each sender may send in some time, such as 10000/1s. Then senders over"
              + " TCP and TLS wait, those over HTTP are told to, and what more comes over UDP is"
              + " dropped and counted.")
  private @Nullable String rateLimit;

  TlsOptions tls() {
    return tls;
  }

  /** What each sender may send, if that is limited; what is wrong is added to {@code mistakes}. */
  Optional<CountPerTime> rateLimit(List<String> mistakes) {
    return Optional.ofNullable(rateLimit)
        .flatMap(
            text ->
                CountPerTime.parse(
                    RATE_LIMIT,
                    text,
                    (count, time) -> {
                      // It knows what is possible.
                      SyslogSource.tcp().rateLimit(count, time);
                      return new CountPerTime(count, time);
                    },
                    MOST,
                    mistakes));
  }
}
