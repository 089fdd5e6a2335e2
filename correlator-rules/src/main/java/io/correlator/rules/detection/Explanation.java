package io.correlator.rules.detection;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Why a predicate holds for a record or does not.
 *
 * @param holds the answer
 * @param question what was asked, for people
 * @param parts the answers that this one follows from, all of them, also those that did not matter
 */
public record Explanation(boolean holds, String question, List<Explanation> parts) {
  public Explanation {
    requireNonNull(question, "question");
    parts = List.copyOf(parts);
  }

  /** For people: a line for each answer, {@code +} if it is yes and {@code -} if it is no. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    write(text, 0);
    return text.toString();
  }

  private void write(StringBuilder text, int depth) {
    text.append("  ".repeat(depth)).append(holds ? "+ " : "- ").append(question).append('\n');
    parts.forEach(part -> part.write(text, depth + 1));
  }
}
