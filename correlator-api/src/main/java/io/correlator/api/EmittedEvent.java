package io.correlator.api;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An event as it leaves the module that found it: the event itself, who found it, and an identity.
 *
 * <p>Immutable; may be used by any thread. The accessors of the event are repeated here, so a
 * listener rarely needs {@link #event()} unless it looks for a class of its own.
 */
public sealed class EmittedEvent {
  private static final int ID_BYTES = 16;

  private final String origin;
  private final Event event;

  /**
   * A {@link RecordId} or an {@link Instant}, since most events are never asked for their id; the
   * id itself for an event that was restored.
   */
  private final Object cause;

  private final int index;
  private @Nullable String id;

  private EmittedEvent(String origin, Event event, Object cause, int index) {
    this.origin = requireNonNull(origin, "origin");
    this.event = requireNonNull(event, "event");
    this.cause = requireNonNull(cause, "cause");
    this.index = index;
  }

  /**
   * An event that a record brought about.
   *
   * @param origin the name of the module
   * @param index how many events of that module this record brought about before
   */
  public static EmittedEvent causedBy(RecordId record, String origin, Event event, int index) {
    return new EmittedEvent(origin, event, record, index);
  }

  /**
   * An event that the passing of time brought about, or the start or end of the engine.
   *
   * @param origin the name of the module
   * @param index how many such events of that module came before
   */
  public static EmittedEvent causedByTime(Instant time, String origin, Event event, int index) {
    return new EmittedEvent(origin, event, time, index);
  }

  /** The same event, whose {@linkplain #message message} comes from {@code renderer}. */
  public EmittedEvent withMessage(MessageRenderer renderer) {
    return new Rendered(this, renderer);
  }

  /** With a message. A class of its own, so that all others do not carry an empty reference. */
  private static final class Rendered extends EmittedEvent {
    private final MessageRenderer renderer;

    Rendered(EmittedEvent same, MessageRenderer renderer) {
      super(same.origin, same.event, same.cause, same.index);
      this.renderer = requireNonNull(renderer, "renderer");
    }

    @Override
    public Optional<String> message(MessageFormat format) {
      return renderer.render(this, format);
    }
  }

  /**
   * An event that was written down and is read again, under the id that it had.
   *
   * @param id see {@link #id()}
   * @param origin the name of the module
   * @throws IllegalArgumentException if {@code id} is not 32 hexadecimal digits in lower case
   */
  public static EmittedEvent restored(String id, String origin, Event event) {
    if (id.length() != 2 * ID_BYTES || !id.chars().allMatch(EmittedEvent::isHexDigit)) {
      throw new IllegalArgumentException(
          "id: must be %d hexadecimal digits, was '%s'".formatted(2 * ID_BYTES, id));
    }
    EmittedEvent restored = new EmittedEvent(origin, event, id, 0);
    restored.id = id;
    return restored;
  }

  private static boolean isHexDigit(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }

  /**
   * The event's identity: 32 hexadecimal digits, the first half of the SHA-256 of what brought the
   * event about. The same input gives the same ids, whether it is read live or replayed.
   */
  public String id() {
    String known = id;
    if (known == null) {
      known = digest(origin + '\n' + event.type() + '\n' + causeText() + '\n' + index);
      id = known;
    }
    return known;
  }

  private String causeText() {
    return cause instanceof RecordId record
        ? record.source() + '\n' + record.incarnation() + '\n' + record.position()
        : cause.toString();
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(Arrays.copyOf(hash, ID_BYTES));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  /** The name of the module that found it; {@code engine} for the engine's own events. */
  public String origin() {
    return origin;
  }

  /** What the module said. */
  public Event event() {
    return event;
  }

  /** See {@link Event#type()}. */
  public String type() {
    return event.type();
  }

  /** See {@link Event#timestamp()}. */
  public Instant timestamp() {
    return event.timestamp();
  }

  /** See {@link Event#severity()}. */
  public Severity severity() {
    return event.severity();
  }

  /** See {@link Event#summary()}. */
  public String summary() {
    return event.summary();
  }

  /** See {@link Event#fields()}. */
  public Fields fields() {
    return event.fields();
  }

  /** See {@link Event#mainFields()}. */
  public List<String> mainFields() {
    return event.mainFields();
  }

  /** See {@link Event#evidence()}. */
  public List<LogRecord> evidence() {
    return event.evidence();
  }

  /**
   * What happened, for people and at length: rendered from the template that belongs to the event's
   * type. Empty if there is no template in this format.
   *
   * <p>Rendered anew by each call, in the calling thread, and by nobody who does not call. Does not
   * throw: if the template fails, this is the {@linkplain #summary() summary}, escaped, and the
   * engine counts it. At most 64 KiB. Nothing that stood in a log is markup in it, or a control
   * character.
   */
  public Optional<String> message(MessageFormat format) {
    requireNonNull(format, "format");
    return Optional.empty();
  }

  /** For people: origin, type and summary. */
  @Override
  public String toString() {
    return origin + ' ' + type() + ": " + summary();
  }
}
