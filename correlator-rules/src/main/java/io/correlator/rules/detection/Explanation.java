package io.correlator.rules.detection;

import static java.util.Objects.requireNonNull;

import io.correlator.api.Printable;
import java.util.List;

/**
 * Why a predicate holds for a record or does not.
 *
 * @param holds the answer
 * @param question what was asked, for people; nothing in it steers a terminal
 * @param parts the answers that this one follows from, all of them, also those that did not matter
 */
public record Explanation(boolean holds, String question, List<Explanation> parts) {
  public Explanation {
    question = Printable.of(requireNonNull(question, "question"));
    parts = List.copyOf(parts);
  }

  /** The same without the answers that did not matter: what is left is why it holds or does not. */
  public Explanation deciding() {
    return new Explanation(
        holds,
        question,
        parts.stream()
            .filter(part -> parts.size() == 1 || part.holds == holds)
            .map(Explanation::deciding)
            .toList());
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
