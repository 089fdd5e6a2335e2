package io.correlator.sources;

import io.correlator.api.source.SourceContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Looks now and then whether the files of a {@link TlsServer} have changed, in another thread, and
 * says once a minute that they cannot be read, for as long as that is so. For the thread of the
 * source.
 */
final class TlsRenewal {
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);
  private static final Duration BETWEEN_NEWS = Duration.ofMinutes(1);

  private final TlsServer server;
  private final String source;
  private final SourceContext context;
  private final AtomicBoolean looking = new AtomicBoolean();
  private final AtomicReference<@Nullable String> trouble = new AtomicReference<>();
  private Instant nextLook;
  private Instant nextNews = Instant.MIN;

  TlsRenewal(TlsServer server, String source, SourceContext context, Instant now) {
    this.server = server;
    this.source = source;
    this.context = context;
    this.nextLook = now.plus(BETWEEN_LOOKS);
  }

  /** Called every second or so. */
  void look(Instant now) {
    String found = trouble.get();
    if (found != null && !now.isBefore(nextNews)) {
      nextNews = now.plus(BETWEEN_NEWS);
      context.unreadable(source, "the certificate from before stays in use: " + found);
    }
    if (!now.isBefore(nextLook) && looking.compareAndSet(false, true)) {
      nextLook = now.plus(BETWEEN_LOOKS);
      context.workers().execute(this::refresh);
    }
  }

  private void refresh() {
    Optional<String> found = server.refresh();
    trouble.set(found.orElse(null));
    looking.set(false);
  }
}
