package io.correlator.rules.index;

import io.correlator.rules.detection.Predicate;
import io.correlator.rules.detection.Test;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The predicates of all rules as one graph in which equal parts are one node: what many rules ask
 * is asked once. Constants are folded away, and so are selections, negations of negations, and
 * combinations of one part.
 */
final class Graph {
  static final int NEVER = 0;
  static final int ALWAYS = 1;

  /** Deeper predicates are refused: evaluating them could exhaust the stack. */
  private static final int MAX_DEPTH = 500;

  /** What a node is. */
  sealed interface Node {
    /** Holds always, or never. */
    record Constant(boolean holds) implements Node {}

    /** A question about the record. */
    record Leaf(Predicate question) implements Node {}

    /** Holds if all of its parts do, or some; they are in the order in which to ask them. */
    record Combination(List<Integer> parts, boolean all) implements Node {}

    /** Holds if its part does not. */
    record Negation(int part) implements Node {}
  }

  private final List<Node> nodes = new ArrayList<>();
  private final Map<Node, Integer> numbers = new HashMap<>();
  private final List<Integer> costs = new ArrayList<>();
  private final List<Integer> uses = new ArrayList<>();

  Graph() {
    number(new Node.Constant(false));
    number(new Node.Constant(true));
  }

  /**
   * The node of a predicate.
   *
   * @param leaves gets the nodes of its questions, in the order in which they stand in it
   * @throws IllegalArgumentException if it is nested too deeply
   */
  int add(Predicate predicate, List<Integer> leaves) {
    return add(predicate, leaves, 0);
  }

  private int add(Predicate predicate, List<Integer> leaves, int depth) {
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException("a condition in more than " + MAX_DEPTH + " conditions");
    }
    if (predicate instanceof Predicate.Selection selection) {
      return add(selection.part(), leaves, depth + 1);
    } else if (predicate instanceof Predicate.Not not) {
      return negation(add(not.part(), leaves, depth + 1));
    } else if (predicate instanceof Predicate.All all) {
      return combination(all.parts(), true, leaves, depth);
    } else if (predicate instanceof Predicate.Any any) {
      return combination(any.parts(), false, leaves, depth);
    }
    int leaf = add(predicate);
    leaves.add(leaf);
    return leaf;
  }

  /** The node of a question. */
  int add(Predicate question) {
    return number(new Node.Leaf(question));
  }

  private int negation(int part) {
    Node node = nodes.get(part);
    if (node instanceof Node.Constant constant) {
      return constant.holds() ? NEVER : ALWAYS;
    }
    return node instanceof Node.Negation negation
        ? negation.part()
        : number(new Node.Negation(part));
  }

  private int combination(
      List<Predicate> predicates, boolean all, List<Integer> leaves, int depth) {
    int neutral = all ? ALWAYS : NEVER;
    int decisive = all ? NEVER : ALWAYS;
    Set<Integer> parts = new LinkedHashSet<>();
    for (Predicate predicate : predicates) {
      int part = add(predicate, leaves, depth + 1);
      if (nodes.get(part) instanceof Node.Combination inner && inner.all() == all) {
        parts.addAll(inner.parts());
      } else {
        parts.add(part);
      }
    }
    parts.remove(neutral);
    if (parts.contains(decisive)) {
      return decisive;
    } else if (parts.size() < 2) {
      return parts.isEmpty() ? neutral : parts.iterator().next();
    }
    return number(new Node.Combination(cheapestFirst(parts), all));
  }

  private List<Integer> cheapestFirst(Set<Integer> parts) {
    List<Integer> sorted = new ArrayList<>(parts);
    sorted.sort((a, b) -> compare(a, b));
    return sorted;
  }

  /** By cost, then by number: equal sets of parts become equal nodes. */
  private int compare(int a, int b) {
    int byCost = Integer.compare(costs.get(a), costs.get(b));
    return byCost != 0 ? byCost : Integer.compare(a, b);
  }

  private int number(Node node) {
    Integer known = numbers.get(node);
    if (known != null) {
      uses.set(known, uses.get(known) + 1);
      return known;
    }
    int number = nodes.size();
    costs.add(cost(node));
    nodes.add(node);
    uses.add(1);
    numbers.put(node, number);
    return number;
  }

  /** About how dear the answer is; what the scan of a field decides is cheapest. */
  private int cost(Node node) {
    if (node instanceof Node.Leaf leaf) {
      return cost(leaf.question());
    } else if (node instanceof Node.Combination combination) {
      long sum = combination.parts().stream().mapToLong(costs::get).sum();
      return (int) Math.min(Integer.MAX_VALUE, 1 + sum);
    }
    return node instanceof Node.Negation negation ? costs.get(negation.part()) : 0;
  }

  private static int cost(Predicate question) {
    Test test =
        question instanceof Predicate.Field field
            ? field.test()
            : question instanceof Predicate.Anywhere anywhere ? anywhere.test() : null;
    if (test == null) {
      return question instanceof Predicate.Compared ? 20 : 2;
    }
    boolean decided = Clues.of(test).map(Clues::decisive).orElse(false);
    return decided ? 1 : test instanceof Test.Regex ? 100 : 10;
  }

  int size() {
    return nodes.size();
  }

  Node node(int number) {
    return nodes.get(number);
  }

  /** In how many places the rules have this node. */
  int uses(int number) {
    return uses.get(number);
  }
}
