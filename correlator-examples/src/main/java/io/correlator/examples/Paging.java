package io.correlator.examples;

import io.correlator.api.Severity;
import io.correlator.api.listener.Interest;
import io.correlator.api.listener.Listener;
import io.correlator.core.Correlator;
import io.correlator.modules.sshd.SshdModule;
import io.correlator.sources.FileSource;
import java.nio.file.Path;
import java.util.function.Consumer;

/** An engine inside an application, which acts on what is serious with code of its own. */
public final class Paging {
  private Paging() {}

  /** Reads {@code log} to its end and calls {@code pager} for each error. */
  public static void page(Path log, Consumer<String> pager) {
    Correlator correlator =
        Correlator.builder()
            .source(FileSource.of(log))
            .module(new SshdModule())
            .listener(
                Listener.of(
                    "pager",
                    Interest.atLeast(Severity.ERROR),
                    event -> pager.accept(event.summary())))
            .build();
    correlator.run();
  }
}
