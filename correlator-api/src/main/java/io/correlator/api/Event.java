package io.correlator.api;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened, as a module found it: what, when, how serious, and which records show
 * it.
 *
 * <p>Ready-made events come from {@link #error}, {@link #warning}, {@link #notice} and {@link
 * #builder}. Modules with events of their own write a record that implements this interface (or
 * {@link AuditEvent}); listeners can then ask for it by class. An implementation must be immutable
 * and safe to read from any thread, and its accessors must not throw: listeners call them later, in
 * their own threads.
 */
public interface Event {
  /** The name of this kind of event; by default the simple name of the class. */
  default String type() {
    return getClass().getSimpleName();
  }

  /** When it happened, in event time: usually the time of the record that completed it. */
  Instant timestamp();

  /** How serious it is. */
  Severity severity();

  /**
   * One line for people. It may quote what stood in a log: whoever shows it must escape control
   * characters.
   */
  String summary();

  /** The details, for programs. */
  default Fields fields() {
    return Fields.empty();
  }

  /**
   * The names of those {@linkplain #fields() fields} that tell what the event is about, such as the
   * rule and the key of an alert. Outputs with members show them beside the type, and the others
   * among the details.
   */
  default List<String> mainFields() {
    return List.of();
  }

  /** The records that show it, oldest first; the one that completed it comes last. */
  default List<LogRecord> evidence() {
    return List.of();
  }

  /** Starts an error event: something is wrong and someone should act. */
  static Builder error(String type) {
    return builder(type).severity(Severity.ERROR);
  }

  /** Starts a warning event: something may be wrong. */
  static Builder warning(String type) {
    return builder(type).severity(Severity.WARNING);
  }

  /** Starts a notice event: something worth knowing, nothing wrong. */
  static Builder notice(String type) {
    return builder(type).severity(Severity.NOTICE);
  }

  /** Starts an event; a notice unless told otherwise. */
  static Builder builder(String type) {
    return new Builder(type);
  }

  /**
   * Makes an event. For one thread. Defaults:
   *
   * <ul>
   *   <li>severity: {@link Severity#NOTICE}
   *   <li>summary: the type
   *   <li>timestamp: that of the last record of the evidence
   *   <li>fields, main fields, evidence: none
   * </ul>
   */
  final class Builder {
    private static final int USUAL_FIELDS = 4;

    private final String type;
    private final Fields.Builder fields = Fields.builder(USUAL_FIELDS);
    private List<String> mainFields = List.of();
    private List<LogRecord> evidence = List.of();
    private Severity severity = Severity.NOTICE;
    private String summary;
    private @Nullable Instant timestamp;

    private Builder(String type) {
      this.type = requireNonNull(type, "type");
      this.summary = type;
    }

    /** How serious it is. */
    public Builder severity(Severity severity) {
      this.severity = requireNonNull(severity, "severity");
      return this;
    }

    /** One line for people. */
    public Builder summary(String summary) {
      this.summary = requireNonNull(summary, "summary");
      return this;
    }

    /** When it happened. */
    public Builder timestamp(Instant timestamp) {
      this.timestamp = requireNonNull(timestamp, "timestamp");
      return this;
    }

    /**
     * Adds a detail.
     *
     * @throws IllegalArgumentException if {@link Fields} cannot hold such a value
     */
    public Builder field(String name, Object value) {
      fields.put(name, value);
      return this;
    }

    /**
     * Adds one of the {@linkplain Event#mainFields() main fields}.
     *
     * @throws IllegalArgumentException if {@link Fields} cannot hold such a value
     */
    public Builder mainField(String name, Object value) {
      mainFields = appended(mainFields, name);
      return field(name, value);
    }

    /** Adds a record that shows it; a compact copy is kept. */
    public Builder evidence(LogRecord record) {
      evidence = appended(evidence, record.compact());
      return this;
    }

    /** Most events have one record to show, if any: that list is never copied. */
    private static <T> List<T> appended(List<T> list, T next) {
      if (list.isEmpty()) {
        return List.of(next);
      }
      List<T> longer = list.size() == 1 ? new ArrayList<>(list) : list;
      longer.add(next);
      return longer;
    }

    /** Adds records that show it, oldest first; compact copies are kept. */
    public Builder evidence(List<LogRecord> records) {
      records.forEach(this::evidence);
      return this;
    }

    /**
     * The event.
     *
     * @throws IllegalStateException if it has neither a time stamp nor evidence to take it from
     */
    public Event build() {
      return buildAt(timeOrElse(null));
    }

    /** The event; happening at {@code now} if it has neither a time stamp nor evidence. */
    public Event build(Instant now) {
      return buildAt(timeOrElse(requireNonNull(now, "now")));
    }

    private Instant timeOrElse(@Nullable Instant now) {
      if (timestamp != null) {
        return timestamp;
      }
      if (!evidence.isEmpty()) {
        return evidence.get(evidence.size() - 1).timestamp();
      }
      if (now == null) {
        throw new IllegalStateException(
            "an event of type " + type + " needs a timestamp, or evidence with one");
      }
      return now;
    }

    private Event buildAt(Instant time) {
      return new StandardEvent(
          type,
          time,
          severity,
          summary,
          fields.build(),
          List.copyOf(mainFields),
          List.copyOf(evidence));
    }
  }
}
