package io.correlator.examples;

import io.correlator.core.Correlator;
import io.correlator.listeners.CsvListener;
import io.correlator.modules.sshd.SshdModule;
import io.correlator.sources.FileSource;
import java.nio.file.Path;

/** The whole of it: logins found in a log file become rows of CSV files. */
public final class ThirtySeconds {
  private ThirtySeconds() {}

  /** Reads the sample and writes the folder {@code audit}. */
  public static void main(String[] args) {
    Correlator.builder()
        .source(FileSource.of(Path.of("samples/auth.log")))
        .module(new SshdModule())
        .listener(CsvListener.into(Path.of("audit")))
        .build()
        .run();
  }
}
