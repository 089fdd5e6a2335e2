package io.correlator.rules.format;

import io.correlator.api.config.NearestName;
import io.correlator.rules.detection.LinearRegex;
import io.correlator.rules.problem.Problem;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Patterns by name, and what becomes of {@code %{IP}}, {@code %{IP:src_ip}} and {@code
 * %{INT:bytes:int}} in a text: a regular expression. It never gets longer than one may be, however
 * often patterns use each other.
 */
final class PatternBook {
  private static final int MAX_DEPTH = 16;

  private final Map<String, String> patterns;

  PatternBook(Map<String, String> patterns) {
    this.patterns = Map.copyOf(patterns);
  }

  /**
   * The expression that a text with names of patterns means.
   *
   * @throws IllegalArgumentException if it names what is not there, or itself, or is too large
   */
  LinePattern.Source expand(String text) {
    LinePattern.Source source = new LinePattern.Source();
    append(text, source, new ArrayDeque<>());
    return source;
  }

  private void append(String text, LinePattern.Source source, Deque<String> path) {
    int at = 0;
    while (at < text.length()) {
      int open = text.indexOf("%{", at);
      source.append(text, at, open < 0 ? text.length() : open);
      if (open < 0) {
        break;
      }
      int close = text.indexOf('}', open);
      if (close < 0) {
        throw new IllegalArgumentException(
            Problem.quoted(text.substring(open)) + " is not closed: write %{NAME:group}");
      }
      appendNamed(text.substring(open + 2, close), source, path);
      at = close + 1;
    }
  }

  private void appendNamed(String reference, LinePattern.Source source, Deque<String> path) {
    String[] parts = reference.split(":", -1);
    String name = parts[0];
    String pattern = patterns.get(name);
    if (pattern == null) {
      throw new IllegalArgumentException(
          "there is no pattern "
              + Problem.quoted(name)
              + NearestName.hint(name, new TreeSet<>(patterns.keySet())));
    }
    if (path.contains(name) || path.size() == MAX_DEPTH) {
      throw new IllegalArgumentException(
          path.contains(name)
              ? "the pattern %s uses itself".formatted(Problem.quoted(name))
              : "patterns use each other more than %d deep".formatted(MAX_DEPTH));
    }
    if (parts.length > 3) {
      throw new IllegalArgumentException(
          Problem.quoted(reference) + " has too many colons: write %{NAME:group:int}");
    }
    Optional<String> group = parts.length > 1 ? Optional.of(parts[1]) : Optional.empty();
    source.open(group, parts.length > 2 ? parts[2] : "text");
    path.push(name);
    append(pattern, source, path);
    path.pop();
    source.append(")", 0, 1);
  }

  /**
   * What is wrong with a pattern by itself.
   *
   * @throws IllegalArgumentException says it
   */
  void check(String name) {
    LinePattern.Source source = new LinePattern.Source();
    appendNamed(name, source, new ArrayDeque<>());
    LinearRegex unused = source.regex();
  }
}
