package io.correlator.api.listener;

import static java.util.Objects.requireNonNull;

import io.correlator.api.AuditEvent;
import io.correlator.api.EmittedEvent;
import io.correlator.api.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which events a listener wants, as data: it can be shown to people, and it is evaluated before an
 * event is queued, so what nobody wants costs next to nothing.
 *
 * <p>Immutable; every condition must hold. An empty set of types or origins means all of them. The
 * engine's own events (origin {@code engine}) below a warning reach only those who name that
 * origin.
 *
 * @param least the least serious severity wanted
 * @param types the types wanted; empty for all
 * @param origins the modules wanted; empty for all
 * @param auditOnly whether only audit events are wanted
 */
public record Interest(Severity least, Set<String> types, Set<String> origins, boolean auditOnly) {
  /** The origin of the engine's own events. */
  public static final String ENGINE = "engine";

  public Interest {
    requireNonNull(least, "least");
    types = Set.copyOf(types);
    origins = Set.copyOf(origins);
  }

  /** All that modules find, and what goes wrong in the engine. */
  public static Interest everything() {
    return new Interest(Severity.DEBUG, Set.of(), Set.of(), false);
  }

  /** Events that are at least this serious. */
  public static Interest atLeast(Severity least) {
    return everything().withLeast(least);
  }

  /** Events of these types. */
  public static Interest inTypes(String... types) {
    return everything().withTypes(Set.of(types));
  }

  /** Audit events. */
  public static Interest inAudit() {
    return new Interest(Severity.DEBUG, Set.of(), Set.of(), true);
  }

  /** The same, for events at least this serious. */
  public Interest withLeast(Severity least) {
    return new Interest(least, types, origins, auditOnly);
  }

  /** The same, for these types only; empty for all. */
  public Interest withTypes(Set<String> types) {
    return new Interest(least, types, origins, auditOnly);
  }

  /** The same, for events of these modules only; empty for all. */
  public Interest withOrigins(Set<String> origins) {
    return new Interest(least, types, origins, auditOnly);
  }

  /** Whether the listener wants {@code event}. */
  public boolean matches(EmittedEvent event) {
    return event.severity().isAtLeast(least)
        && (types.isEmpty() || types.contains(event.type()))
        && (!auditOnly || event.event() instanceof AuditEvent)
        && (origins.isEmpty() ? !isChatter(event) : origins.contains(event.origin()));
  }

  private static boolean isChatter(EmittedEvent event) {
    return event.origin().equals(ENGINE) && !event.severity().isAtLeast(Severity.WARNING);
  }

  /** For people, such as {@code audit events of sshd, at least notice}. */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    parts.add(auditOnly ? "audit events" : "events");
    if (!types.isEmpty()) {
      parts.add("of type " + String.join(" or ", new TreeSet<>(types)));
    }
    if (!origins.isEmpty()) {
      parts.add("from " + String.join(" or ", new TreeSet<>(origins)));
    }
    if (least != Severity.DEBUG) {
      parts.add("at least " + least);
    }
    return parts.size() == 1 && !auditOnly ? "all events" : String.join(" ", parts);
  }
}
