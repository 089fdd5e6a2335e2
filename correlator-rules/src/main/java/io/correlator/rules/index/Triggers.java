package io.correlator.rules.index;

import io.correlator.rules.detection.Predicate;
import io.correlator.rules.index.Graph.Node;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * For each node questions of which some must be answered by yes for the node to hold. A rule is
 * looked at only for records that pull one of its triggers, so the best ones are those that are
 * pulled most seldom.
 *
 * @param questions the nodes of the questions
 * @param weight the higher, the more seldom
 */
record Triggers(Set<Integer> questions, double weight) {
  /** A field that is there tells little, and more than nothing. */
  private static final double PRESENCE = -10;

  /** Finds triggers, and remembers those of nodes that it has seen. */
  static final class Finder {
    private final Graph graph;
    private final IntFunction<Optional<Clues>> clues;
    private final Map<Integer, Optional<Triggers>> known = new HashMap<>();

    Finder(Graph graph, IntFunction<Optional<Clues>> clues) {
      this.graph = graph;
      this.clues = clues;
    }

    /** The triggers of a node, or nothing if it may hold whatever the record has. */
    Optional<Triggers> of(int node) {
      return find(node, false);
    }

    private Optional<Triggers> find(int node, boolean negated) {
      int key = negated ? ~node : node;
      Optional<Triggers> before = known.get(key);
      if (before != null) {
        return before;
      }
      Optional<Triggers> found = compute(node, negated);
      known.put(key, found);
      return found;
    }

    private Optional<Triggers> compute(int number, boolean negated) {
      Node node = graph.node(number);
      if (node instanceof Node.Negation negation) {
        return find(negation.part(), !negated);
      } else if (node instanceof Node.Combination combination) {
        return combination.all() != negated
            ? bestOf(combination.parts(), negated)
            : unionOf(combination.parts(), negated);
      } else if (node instanceof Node.Leaf leaf) {
        return ofQuestion(number, leaf.question(), negated);
      }
      return Optional.empty();
    }

    private Optional<Triggers> bestOf(List<Integer> parts, boolean negated) {
      @Nullable Triggers best = null;
      for (int part : parts) {
        Triggers other = find(part, negated).orElse(null);
        if (other != null && (best == null || other.weight() > best.weight())) {
          best = other;
        }
      }
      return Optional.ofNullable(best);
    }

    private Optional<Triggers> unionOf(List<Integer> parts, boolean negated) {
      Set<Integer> questions = new LinkedHashSet<>();
      double weight = Double.MAX_VALUE;
      for (int part : parts) {
        Triggers other = find(part, negated).orElse(null);
        if (other == null) {
          return Optional.empty();
        }
        questions.addAll(other.questions());
        weight = Math.min(weight, other.weight());
      }
      return Optional.of(new Triggers(questions, weight - log4(parts.size())));
    }

    private Optional<Triggers> ofQuestion(int node, Predicate question, boolean negated) {
      if (negated) {
        return question instanceof Predicate.Absent absent
            ? presence(absent.field())
            : Optional.empty();
      }
      Optional<Clues> shown = clues.apply(node);
      if (shown.isPresent()) {
        // What many rules ask for is common in their world, however long it is.
        double weight = shown.get().weight() - log4(graph.uses(node));
        return Optional.of(new Triggers(Set.of(node), weight));
      } else if (question instanceof Predicate.Field field) {
        return presence(field.field());
      } else if (question instanceof Predicate.Compared compared) {
        return presence(compared.field());
      }
      return question instanceof Predicate.Present present
          ? presence(present.field())
          : Optional.empty();
    }

    private Optional<Triggers> presence(String field) {
      int node = graph.add(new Predicate.Present(field));
      return Optional.of(new Triggers(Set.of(node), PRESENCE - log4(graph.uses(node))));
    }

    private static double log4(int number) {
      return Math.log(number) / Math.log(4);
    }
  }
}
