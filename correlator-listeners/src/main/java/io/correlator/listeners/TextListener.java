package io.correlator.listeners;

import static java.util.Objects.requireNonNull;

import io.correlator.api.EmittedEvent;
import io.correlator.api.MessageFormat;
import io.correlator.api.config.Config;
import io.correlator.api.listener.DeliverySettings;
import io.correlator.api.listener.Interest;
import io.correlator.api.listener.Listener;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes events for people: one line each, in UTF-8, with the time in UTC and the columns aligned.
 *
 * <pre>{@code
 * 2026-03-01 07:28:03Z  ERROR      sshd  SshLoginTriesExceeded  198.51.100.7: 5 failed logins
 *     auth.log:123  Mar  1 07:28:03 host sshd[42]: Failed password for root from 198.51.100.7
 * }</pre>
 *
 * <p>The second line is the evidence, which is shown if asked for. So is the event's {@linkplain
 * EmittedEvent#message message}, indented likewise. Characters that do not show are escaped, so
 * nothing in a log can steer the terminal. How it treats files and streams, and what cannot be
 * written, is as with {@link JsonLinesListener}.
 *
 * <p>Options: {@code file}, {@code colour}, {@code message}, {@code evidence}, and {@code least},
 * {@code events}, {@code origins}. Configured and built by one thread, then used by the engine's
 * thread for it.
 */
public final class TextListener implements Listener {
  /** The file unless told otherwise. */
  public static final String DEFAULT_FILE = "events.txt";

  private final Destination destination;
  private final Colour colour;
  private final boolean message;
  private final boolean evidence;
  private final Interest interest;

  private final StringBuilder text = new StringBuilder();
  private final TextLayout layout;
  private @Nullable Spool spool;

  /** Whether the severity is coloured. */
  public enum Colour {
    /** Plain text. */
    NONE,
    /** With the escape sequences (ECMA-48) that terminals understand. */
    ANSI
  }

  /** Writes all events to {@value #DEFAULT_FILE} in the working directory, without evidence. */
  public TextListener() {
    this(builder());
  }

  private TextListener(Builder builder) {
    this.destination = builder.destination;
    this.colour = builder.colour;
    this.message = builder.message;
    this.evidence = builder.evidence;
    this.interest = builder.interest;
    this.layout = new TextLayout(colour);
  }

  /** Appends all events to {@code file}, without colour and evidence. */
  public static TextListener into(Path file) {
    return builder().file(file).build();
  }

  /** Writes all events to {@code stream}, which stays open, without evidence. */
  public static TextListener to(OutputStream stream, Colour colour) {
    return builder().stream(stream).colour(colour).build();
  }

  /** Starts a listener. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public String name() {
    return "text";
  }

  @Override
  public String description() {
    return "writes events as readable lines";
  }

  @Override
  public Interest interest() {
    return interest;
  }

  @Override
  public TextListener configure(Config config) {
    Builder builder = builder();
    builder.destination = destination.configure(config);
    return builder
        .colour(config.getEnum("colour", colour, "whether the severity is coloured"))
        .message(config.getBoolean("message", message, "whether the message is shown too"))
        .evidence(config.getBoolean("evidence", evidence, "whether the records are shown too"))
        .interest(InterestOptions.read(config, interest))
        .build();
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
    text.setLength(0);
    layout.append(text, event);
    if (message) {
      event.message(MessageFormat.TEXT).ifPresent(it -> TextLayout.appendMessage(text, it));
    }
    if (evidence) {
      layout.append(text, event.evidence());
    }
    byte[] lines = text.toString().getBytes(StandardCharsets.UTF_8);
    requireNonNull(spool, "open() comes first").add(buffer -> buffer.write(lines));
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
   * Makes a {@link TextListener}. For one thread. Defaults:
   *
   * <ul>
   *   <li>file: {@value TextListener#DEFAULT_FILE}
   *   <li>colour: none
   *   <li>message, evidence: not shown
   *   <li>interest: everything
   * </ul>
   */
  public static final class Builder {
    private Destination destination = new Destination.ToFile(Path.of(DEFAULT_FILE));
    private Colour colour = Colour.NONE;
    private boolean message;
    private boolean evidence;
    private Interest interest = Interest.everything();

    private Builder() {}

    /** Appends to {@code file}. */
    public Builder file(Path file) {
      destination = new Destination.ToFile(file);
      return this;
    }

    /** Writes to {@code stream} instead of a file; it stays open. */
    public Builder stream(OutputStream stream) {
      destination = new Destination.ToStream(stream);
      return this;
    }

    /** Whether the severity is coloured. */
    public Builder colour(Colour colour) {
      this.colour = requireNonNull(colour, "colour");
      return this;
    }

    /** Whether the text message of an event is written below it, if there is one. */
    public Builder message(boolean shown) {
      this.message = shown;
      return this;
    }

    /** Whether the records that show an event are written below it. */
    public Builder evidence(boolean shown) {
      this.evidence = shown;
      return this;
    }

    /** Which events are written. */
    public Builder interest(Interest interest) {
      this.interest = requireNonNull(interest, "interest");
      return this;
    }

    /** The listener. */
    public TextListener build() {
      return new TextListener(this);
    }
  }
}
