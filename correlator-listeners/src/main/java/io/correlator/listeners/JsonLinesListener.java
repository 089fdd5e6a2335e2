package io.correlator.listeners;

import static java.util.Objects.requireNonNull;

import io.correlator.api.EmittedEvent;
import io.correlator.api.config.Config;
import io.correlator.api.listener.DeliverySettings;
import io.correlator.api.listener.Interest;
import io.correlator.api.listener.Listener;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes events for other programs: one JSON object per line, in UTF-8. {@link EventJson} tells
 * what stands in it.
 *
 * <p>A file is appended to, and made if need be; if a crash has left its last line without an end,
 * the next event starts a line of its own. A stream is flushed and never closed. What is accepted
 * waits in memory until {@link #flush} or until there is much of it. If a flush fails, what came
 * since the last one is forgotten, and in a file taken back, and the engine offers it again if the
 * target is a file.
 *
 * <p>Options: {@code file}, and {@code least}, {@code events}, {@code origins}. Configured and
 * built by one thread, then used by the engine's thread for it.
 */
public final class JsonLinesListener implements Listener {
  /** The file unless told otherwise. */
  public static final String DEFAULT_FILE = "events.jsonl";

  private final Destination destination;
  private final Interest interest;

  private @Nullable Spool spool;

  /** Writes all events to {@value #DEFAULT_FILE} in the working directory. */
  public JsonLinesListener() {
    this(new Destination.ToFile(Path.of(DEFAULT_FILE)), Interest.everything());
  }

  private JsonLinesListener(Destination destination, Interest interest) {
    this.destination = destination;
    this.interest = interest;
  }

  /** Appends all events to {@code file}. */
  public static JsonLinesListener into(Path file) {
    return builder().file(file).build();
  }

  /** Writes all events to {@code stream}, which stays open. */
  public static JsonLinesListener to(OutputStream stream) {
    return builder().stream(stream).build();
  }

  /** Starts a listener. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public String name() {
    return "jsonl";
  }

  @Override
  public String description() {
    return "writes events as JSON, one object per line";
  }

  @Override
  public Interest interest() {
    return interest;
  }

  @Override
  public JsonLinesListener configure(Config config) {
    return new JsonLinesListener(
        destination.configure(config), InterestOptions.read(config, interest));
  }

  /** At least once for a file, best effort for a stream, which cannot take anything back. */
  @Override
  public DeliverySettings delivery() {
    return destination.delivery();
  }

  /** Where the file ends; empty for a stream. */
  @Override
  public Optional<String> position() throws IOException {
    return destination.position(requireNonNull(spool, "open() comes first"));
  }

  /**
   * Cuts the file off where it ended then.
   *
   * @throws IOException if it is not the file that it was, for instance because it is shorter
   */
  @Override
  public void restore(String position) throws IOException {
    destination.restore(position);
  }

  @Override
  public void open() throws IOException {
    spool = new Spool(destination.open());
  }

  @Override
  public void accept(EmittedEvent event) throws IOException {
    requireNonNull(spool, "open() comes first")
        .add(
            buffer -> {
              EventJson.write(event, buffer);
              buffer.write('\n');
            });
  }

  @Override
  public void flush() throws IOException {
    requireNonNull(spool, "open() comes first").flush();
  }

  @Override
  public void close() throws IOException {
    if (spool != null) {
      spool.close();
    }
  }

  /**
   * Makes a {@link JsonLinesListener}. For one thread. Defaults:
   *
   * <ul>
   *   <li>file: {@value JsonLinesListener#DEFAULT_FILE}
   *   <li>interest: everything
   * </ul>
   */
  public static final class Builder {
    private Destination destination = new Destination.ToFile(Path.of(DEFAULT_FILE));
    private Interest interest = Interest.everything();

    private Builder() {}

    /** Appends to {@code file}. */
    public Builder file(Path file) {
      destination = new Destination.ToFile(file);
      return this;
    }

    /**
     * Writes to {@code stream} instead of a file. It gets many events in one call, so it needs no
     * buffer of its own, and it stays open.
     */
    public Builder stream(OutputStream stream) {
      destination = new Destination.ToStream(stream);
      return this;
    }

    /** Which events are written. */
    public Builder interest(Interest interest) {
      this.interest = requireNonNull(interest, "interest");
      return this;
    }

    /** The listener. */
    public JsonLinesListener build() {
      return new JsonLinesListener(destination, interest);
    }
  }
}
