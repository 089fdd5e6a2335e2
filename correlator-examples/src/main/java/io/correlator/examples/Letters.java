package io.correlator.examples;

import io.correlator.api.MessageFormat;
import io.correlator.api.listener.Interest;
import io.correlator.api.listener.Listener;
import io.correlator.core.Correlator;
import io.correlator.modules.sshd.SshdModule;
import io.correlator.sources.FileSource;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Tells people at length what was found, in words of your own. */
public final class Letters {
  private Letters() {}

  /** Reads {@code log} and gives {@code post} a page for each event that has one. */
  public static void write(Path log, Path templates, Consumer<String> post) {
    Correlator.builder()
        .source(FileSource.of(log))
        .module(new SshdModule())
        .messages(templates)
        .listener(
            Listener.of(
                "letters",
                Interest.inTypes("SshLoginTriesExceeded"),
                event -> event.message(MessageFormat.HTML).ifPresent(post)))
        .build()
        .run();
  }
}
