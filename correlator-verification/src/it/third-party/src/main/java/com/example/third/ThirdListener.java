package com.example.third;

import io.correlator.api.EmittedEvent;
import io.correlator.api.config.Config;
import io.correlator.api.listener.Listener;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the types of events to a file. */
public final class ThirdListener implements Listener {
  private final Path file;
  private BufferedWriter out;

  /** Writes to {@code third.txt}. */
  public ThirdListener() {
    this(Path.of("third.txt"));
  }

  private ThirdListener(Path file) {
    this.file = file;
  }

  @Override
  public String name() {
    return "third";
  }

  @Override
  public String description() {
    return "writes the types of events to a file";
  }

  @Override
  public Listener configure(Config config) {
    return new ThirdListener(config.getPath("file", file, "the file"));
  }

  @Override
  public void open() throws IOException {
    out = Files.newBufferedWriter(file);
  }

  @Override
  public void accept(EmittedEvent event) throws IOException {
    out.write(event.type());
    out.newLine();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
