package io.correlator.rules.problem;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import io.correlator.api.Printable;

/**
 * Something wrong with a rule: what, where, and what would be right. Immutable.
 *
 * @param message what is wrong, one line for people
 * @param remedy what would be right; may have several lines, if it shows how to write it
 */
public record Problem(ProblemId id, Position position, String message, String remedy) {
  /** How bad it is. */
  public enum Severity {
    /** The rule is refused. */
    ERROR,
    /** The rule is used; its author should know. */
    WARNING
  }

  private static final int MAX_QUOTED = 80;

  public Problem {
    requireNonNull(id, "id");
    requireNonNull(position, "position");
    message = Printable.of(message.strip());
    remedy = remedy.strip().lines().map(Printable::of).collect(joining("\n"));
  }

  /** Whether the rule is refused for it. */
  public Severity severity() {
    return id.severity();
  }

  /** Whether the rule is refused for it. */
  public boolean isError() {
    return severity() == Severity.ERROR;
  }

  /** A piece of a rule in quotes, shortened if it is long, for messages. */
  public static String quoted(String text) {
    return text.length() <= MAX_QUOTED ? "'" + text + "'" : "'" + cut(text) + "...'";
  }

  private static String cut(String text) {
    boolean inPair = Character.isHighSurrogate(text.charAt(MAX_QUOTED - 1));
    return text.substring(0, inPair ? MAX_QUOTED - 1 : MAX_QUOTED);
  }

  /**
   * For people: {@code rules/x.yml:7:5: error: what is wrong; what would be right [the-id]}.
   * Further lines of the remedy follow, indented.
   */
  @Override
  public String toString() {
    int end = remedy.indexOf('\n');
    String first = end < 0 ? remedy : remedy.substring(0, end);
    String further = end < 0 ? "" : remedy.substring(end).replace("\n", "\n    ");
    String severity = isError() ? "error" : "warning";
    return "%s: %s: %s; %s [%s]%s"
        .formatted(Printable.of(position.toString()), severity, message, first, id, further);
  }
}
