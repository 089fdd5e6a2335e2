package io.correlator.rules.sigma;

import io.correlator.api.state.Combination;
import io.correlator.rules.detection.Predicate;
import io.correlator.rules.problem.Problem;
import io.correlator.rules.problem.ProblemId;
import io.correlator.rules.problem.Problems;
import io.correlator.rules.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a condition of a correlation that names its rules, such as {@code a and (b or c) and not
 * d}, and says which of them must match together and which must not. For one thread.
 */
public final class RuleFormula {
  /** In how many forms a sequence may come: each has state of its own. */
  public static final int MOST_FORMS = 16;

  private static final int MOST_TERMS = 2_000;
  private static final Predicate LEAF = new Predicate.All(List.of());

  private final Scalar condition;
  private final List<String> rules;
  private final Problems problems;

  private RuleFormula(Scalar condition, List<String> rules, Problems problems) {
    this.condition = condition;
    this.rules = rules;
    this.problems = problems;
  }

  /** Rules, as bits, that must match, and that must not. */
  private record Term(long all, long none) {
    boolean isPossible() {
      return (all & none) == 0;
    }

    boolean asksLessThan(Term other) {
      return (all & ~other.all) == 0 && (none & ~other.none) == 0 && !equals(other);
    }
  }

  /**
   * The combinations of rules, by their places in the list, of which one must hold; none if the
   * condition is wrong, which is noted.
   *
   * @param rules what the condition calls the rules, in order
   * @param most how many combinations there may be
   */
  public static List<Combination> read(
      Scalar condition, List<String> rules, int most, Problems problems) {
    return new RuleFormula(condition, rules, problems).read(most);
  }

  private List<Combination> read(int most) {
    Map<String, Predicate> names = new LinkedHashMap<>();
    rules.forEach(rule -> names.put(rule, LEAF));
    Set<String> used = new LinkedHashSet<>();
    int errors = problems.errors();
    List<Term> terms =
        ConditionParser.parse(condition, names, used, problems)
            .map(predicate -> shortest(terms(predicate, false)))
            .orElse(List.of());
    if (problems.errors() > errors) {
      return List.of();
    }
    rules.stream().filter(rule -> !used.contains(rule)).forEach(this::unused);
    if (terms.isEmpty()) {
      error("the condition can never hold", "take out what contradicts itself");
    } else if (terms.stream().anyMatch(term -> term.all() == 0)) {
      error(
          "the condition can hold without any rule matching",
          "join a rule that must match by 'and'; for what does not come, there are absence and"
              + " heartbeat");
    } else if (terms.size() > most) {
      error(
          "the condition has %d ways to hold".formatted(terms.size()),
          "at most " + most + " are possible: make several correlations of it");
    } else {
      return terms.stream().map(term -> new Combination(term.all(), term.none())).toList();
    }
    return List.of();
  }

  private List<Term> terms(Predicate predicate, boolean negated) {
    if (predicate instanceof Predicate.Not not) {
      return terms(not.part(), !negated);
    }
    if (predicate instanceof Predicate.Selection selection) {
      long bit = 1L << rules.indexOf(selection.name());
      return List.of(negated ? new Term(0, bit) : new Term(bit, 0));
    }
    boolean all = predicate instanceof Predicate.All;
    List<Predicate> parts =
        all ? ((Predicate.All) predicate).parts() : ((Predicate.Any) predicate).parts();
    return all == negated ? any(parts, negated) : all(parts, negated);
  }

  private List<Term> any(List<Predicate> parts, boolean negated) {
    List<Term> terms = new ArrayList<>();
    parts.forEach(part -> terms.addAll(terms(part, negated)));
    return shortest(terms);
  }

  private List<Term> all(List<Predicate> parts, boolean negated) {
    List<Term> terms = List.of(new Term(0, 0));
    for (Predicate part : parts) {
      List<Term> others = terms(part, negated);
      List<Term> both = new ArrayList<>();
      if ((long) terms.size() * others.size() > MOST_TERMS) {
        error("the condition has too many ways to hold", "make several correlations of it");
        return List.of();
      }
      for (Term term : terms) {
        for (Term other : others) {
          both.add(new Term(term.all() | other.all(), term.none() | other.none()));
        }
      }
      terms = shortest(both);
    }
    return terms;
  }

  /** Without those that cannot hold, and those that hold only where another does. */
  private List<Term> shortest(List<Term> terms) {
    if (terms.size() > MOST_TERMS) {
      error("the condition has too many ways to hold", "make several correlations of it");
      return List.of();
    }
    List<Term> possible = terms.stream().filter(Term::isPossible).distinct().toList();
    return possible.stream()
        .filter(term -> possible.stream().noneMatch(other -> other.asksLessThan(term)))
        .toList();
  }

  private void unused(String rule) {
    problems.add(
        ProblemId.SIGMA_UNUSED_SELECTION,
        condition.position(),
        "the condition does not use the rule " + Problem.quoted(rule),
        "leave it out of 'rules', or name it in the condition");
  }

  private void error(String message, String remedy) {
    problems.add(ProblemId.CORRELATION_CONDITION, condition.position(), message, remedy);
  }
}
