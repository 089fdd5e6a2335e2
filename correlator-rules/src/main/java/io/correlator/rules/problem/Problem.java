package io.correlator.rules.problem;

import static java.util.Objects.requireNonNull;

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
    message = visible(message.strip()).replace("\n", "\\n");
    remedy = visible(remedy);
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

  // Files of rules come from the internet: what they quote must not steer a terminal.
  private static String visible(String text) {
    StringBuilder visible = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (c != '\n' && isInvisible(c)) {
                visible.append(String.format("\\u%04x", c));
              } else {
                visible.appendCodePoint(c);
              }
            });
    return visible.toString();
  }

  private static boolean isInvisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  /** For people: {@code rules/x.yml:7:5: error: what is wrong; what would be right [the-id]}. */
  @Override
  public String toString() {
    return "%s: %s: %s; %s [%s]"
        .formatted(
            position, severity() == Severity.ERROR ? "error" : "warning", message, remedy, id);
  }
}
