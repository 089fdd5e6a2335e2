package io.correlator.rules.index;

import io.correlator.rules.detection.Evaluator;
import io.correlator.rules.detection.Matched;
import io.correlator.rules.detection.Predicate;
import io.correlator.rules.detection.RecordView;
import java.util.List;
import java.util.PrimitiveIterator;

/**
 * A rule as it is written, to tell what in a record makes it hold. What the {@link Matcher} has
 * found out about the questions is not asked again. Immutable.
 */
sealed interface Evidence {
  boolean holds(Matcher matcher, RecordView view);

  /** Adds what makes it hold; only asked if it does. */
  void collect(Matcher matcher, RecordView view, String selection, List<Matched> evidence);

  /**
   * The evidence for a rule.
   *
   * @param leaves the nodes of its questions, in the order in which they stand in it
   */
  static Evidence of(Predicate rule, PrimitiveIterator.OfInt leaves) {
    if (rule instanceof Predicate.All all) {
      return new Combined(parts(all.parts(), leaves), true);
    } else if (rule instanceof Predicate.Any any) {
      return new Combined(parts(any.parts(), leaves), false);
    } else if (rule instanceof Predicate.Not not) {
      return new Negated(of(not.part(), leaves));
    } else if (rule instanceof Predicate.Selection selection) {
      return new Named(selection.name(), of(selection.part(), leaves));
    }
    return new Leaf(leaves.nextInt(), Evaluator.of(rule));
  }

  private static List<Evidence> parts(List<Predicate> parts, PrimitiveIterator.OfInt leaves) {
    return parts.stream().map(part -> of(part, leaves)).toList();
  }

  /** All parts, or any. */
  record Combined(List<Evidence> parts, boolean all) implements Evidence {
    @Override
    public boolean holds(Matcher matcher, RecordView view) {
      for (Evidence part : parts) {
        if (part.holds(matcher, view) != all) {
          return !all;
        }
      }
      return all;
    }

    @Override
    public void collect(
        Matcher matcher, RecordView view, String selection, List<Matched> evidence) {
      for (Evidence part : parts) {
        if (all || part.holds(matcher, view)) {
          part.collect(matcher, view, selection, evidence);
        }
      }
    }
  }

  /** What does not hold, for which there is no evidence. */
  record Negated(Evidence part) implements Evidence {
    @Override
    public boolean holds(Matcher matcher, RecordView view) {
      return !part.holds(matcher, view);
    }

    @Override
    public void collect(
        Matcher matcher, RecordView view, String selection, List<Matched> evidence) {}
  }

  /** A selection of the rule. */
  record Named(String name, Evidence part) implements Evidence {
    @Override
    public boolean holds(Matcher matcher, RecordView view) {
      return part.holds(matcher, view);
    }

    @Override
    public void collect(
        Matcher matcher, RecordView view, String selection, List<Matched> evidence) {
      part.collect(matcher, view, name, evidence);
    }
  }

  /** A question, which says itself what it has found. */
  record Leaf(int node, Evaluator question) implements Evidence {
    @Override
    public boolean holds(Matcher matcher, RecordView view) {
      return matcher.holds(node, view);
    }

    @Override
    public void collect(
        Matcher matcher, RecordView view, String selection, List<Matched> evidence) {
      evidence.addAll(question.evidence(view, selection));
    }
  }
}
