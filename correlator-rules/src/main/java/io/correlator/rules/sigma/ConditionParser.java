package io.correlator.rules.sigma;

import io.correlator.rules.detection.Predicate;
import io.correlator.rules.problem.Position;
import io.correlator.rules.problem.Problem;
import io.correlator.rules.problem.ProblemId;
import io.correlator.rules.problem.Problems;
import io.correlator.rules.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a condition: names of selections with {@code or}, {@code and}, {@code not}, {@code 1 of},
 * {@code all of} and parentheses, the latter binding more tightly than the former.
 */
final class ConditionParser {
  private static final int MAX_DEPTH = 100;
  private static final int MAX_NAMES = 1_000;
  private static final Pattern TOKEN = Pattern.compile("\\s*+([()|]|[A-Za-z0-9_*?-]++|\\S)");

  private final Scalar condition;
  private final Map<String, Predicate> selections;
  private final Set<String> used;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int names;

  private record Token(String text, int offset) {
    boolean is(String word) {
      return text.toLowerCase(Locale.ROOT).equals(word);
    }
  }

  private ConditionParser(Scalar condition, Map<String, Predicate> selections, Set<String> used) {
    this.condition = condition;
    this.selections = selections;
    this.used = used;
    Matcher matcher = TOKEN.matcher(condition.text());
    while (matcher.lookingAt()) {
      tokens.add(new Token(matcher.group(1), matcher.start(1)));
      matcher.region(matcher.end(), condition.text().length());
    }
  }

  /**
   * What the condition asks for; nothing if it is wrong, which is noted.
   *
   * @param selections what each name stands for
   * @param used the names that the condition uses are added to it
   */
  static Optional<Predicate> parse(
      Scalar condition, Map<String, Predicate> selections, Set<String> used, Problems problems) {
    try {
      return Optional.of(new ConditionParser(condition, selections, used).whole());
    } catch (WrongException e) {
      problems.add(e.problem);
      return Optional.empty();
    }
  }

  private Predicate whole() {
    Predicate predicate = or(0);
    if (at < tokens.size()) {
      throw wrong(
          "'%s' is not expected here".formatted(tokens.get(at).text()),
          "write and or or before it");
    }
    return predicate;
  }

  private Predicate or(int depth) {
    List<Predicate> parts = new ArrayList<>(List.of(and(depth)));
    while (accept("or")) {
      parts.add(and(depth));
    }
    return parts.size() == 1 ? parts.get(0) : new Predicate.Any(parts);
  }

  private Predicate and(int depth) {
    List<Predicate> parts = new ArrayList<>(List.of(not(depth)));
    while (accept("and")) {
      parts.add(not(depth));
    }
    return parts.size() == 1 ? parts.get(0) : new Predicate.All(parts);
  }

  private Predicate not(int depth) {
    if (depth > MAX_DEPTH) {
      throw wrong(
          ProblemId.SIGMA_CONDITION_TOO_LARGE,
          "the condition is nested more than " + MAX_DEPTH + " deep",
          "make selections of its parts");
    }
    return accept("not") ? new Predicate.Not(not(depth + 1)) : term(depth);
  }

  private Predicate term(int depth) {
    if (at == tokens.size()) {
      throw wrong("the condition ends too early", "the name of a selection is needed here");
    }
    if (accept("(")) {
      Predicate inner = or(depth + 1);
      if (!accept(")")) {
        throw wrong("a parenthesis is not closed", "write ) here");
      }
      return inner;
    }
    Token token = tokens.get(at);
    if (at + 1 < tokens.size() && tokens.get(at + 1).is("of")) {
      return some(token);
    }
    if (token.is("and") || token.is("or") || token.text().equals(")")) {
      throw wrong(
          "'%s' is not expected here".formatted(token.text()),
          "the name of a selection is needed here");
    }
    at++;
    return selection(token);
  }

  private Predicate selection(Token token) {
    Predicate predicate = selections.get(token.text());
    if (predicate == null) {
      at--;
      throw wrong(
          ProblemId.SIGMA_UNKNOWN_SELECTION,
          "there is no selection " + Problem.quoted(token.text()),
          token.text().indexOf('*') >= 0
              ? "write 1 of or all of before a pattern"
              : "there are " + String.join(", ", selections.keySet()));
    }
    return use(token.text(), predicate);
  }

  private Predicate use(String name, Predicate predicate) {
    if (++names > MAX_NAMES) {
      throw wrong(
          ProblemId.SIGMA_CONDITION_TOO_LARGE,
          "the condition names more than " + MAX_NAMES + " selections",
          "put values in lists instead");
    }
    used.add(name);
    return new Predicate.Selection(name, predicate);
  }

  private Predicate some(Token count) {
    boolean all = count.is("all");
    if (!all && !count.is("1") && !count.is("any")) {
      throw wrong(
          ProblemId.SIGMA_CONDITION_COUNT,
          Problem.quoted(count.text() + " of") + " is not part of Sigma",
          "there are 1 of, any of and all of");
    }
    at += 2;
    if (at == tokens.size()) {
      throw wrong(
          "the condition ends too early", "a pattern such as selection_* or them is needed here");
    }
    Token pattern = tokens.get(at);
    List<Predicate> parts = new ArrayList<>();
    for (Map.Entry<String, Predicate> selection : selections.entrySet()) {
      if (isMeant(pattern.text(), selection.getKey())) {
        parts.add(use(selection.getKey(), selection.getValue()));
      }
    }
    if (parts.isEmpty()) {
      throw wrong(
          ProblemId.SIGMA_UNKNOWN_SELECTION,
          "no selection fits " + Problem.quoted(pattern.text()),
          "there are "
              + String.join(", ", selections.keySet())
              + "; those that begin with _ are left out");
    }
    at++;
    return parts.size() == 1
        ? parts.get(0)
        : all ? new Predicate.All(parts) : new Predicate.Any(parts);
  }

  private static boolean isMeant(String pattern, String name) {
    if (pattern.equals(name)) {
      return true;
    }
    return !name.startsWith("_")
        && (pattern.toLowerCase(Locale.ROOT).equals("them") || fits(pattern, name));
  }

  /** Whether a name looks like a pattern in which {@code *} is any text. */
  private static boolean fits(String pattern, String name) {
    String[] parts = pattern.split("\\*", -1);
    if (parts.length == 1 || !name.startsWith(parts[0])) {
      return false;
    }
    int from = parts[0].length();
    for (int i = 1; i < parts.length - 1; i++) {
      int found = name.indexOf(parts[i], from);
      if (found < 0) {
        return false;
      }
      from = found + parts[i].length();
    }
    String last = parts[parts.length - 1];
    return name.length() - last.length() >= from && name.endsWith(last);
  }

  private boolean accept(String word) {
    if (at < tokens.size() && tokens.get(at).is(word)) {
      at++;
      return true;
    }
    return false;
  }

  private WrongException wrong(String message, String remedy) {
    return wrong(ProblemId.SIGMA_CONDITION, message, remedy);
  }

  private WrongException wrong(ProblemId id, String message, String remedy) {
    return new WrongException(new Problem(id, here(), "condition: " + message, remedy));
  }

  private Position here() {
    Position start = condition.position();
    int offset = at < tokens.size() ? tokens.get(at).offset() : condition.text().length();
    boolean oneLine = condition.text().indexOf('\n') < 0;
    int quote = condition.plain() ? 0 : 1;
    return oneLine
        ? new Position(start.file(), start.line(), start.column() + offset + quote)
        : start;
  }

  private static final class WrongException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Problem problem;

    WrongException(Problem problem) {
      super(problem.message(), null, false, false);
      this.problem = problem;
    }
  }
}
