package io.correlator.rules.detection;

import io.correlator.rules.detection.Predicate.All;
import io.correlator.rules.detection.Predicate.Any;
import io.correlator.rules.detection.Predicate.Anywhere;
import io.correlator.rules.detection.Predicate.Field;
import io.correlator.rules.detection.Predicate.Not;
import io.correlator.rules.detection.Predicate.Selection;
import java.util.ArrayList;
import java.util.List;

/**
 * The plain way to answer a {@link Predicate}: part by part, for one record. Immutable; may be used
 * by any thread.
 */
public final class Evaluator {
  private final Question question;

  private Evaluator(Question question) {
    this.question = question;
  }

  /**
   * Makes a predicate ready: compiles what it compares with.
   *
   * @throws IllegalArgumentException if it has a regular expression or a network that cannot be
   *     read
   */
  public static Evaluator of(Predicate predicate) {
    return new Evaluator(question(predicate));
  }

  private static Question question(Predicate predicate) {
    if (predicate instanceof All all) {
      return new Question.OfParts(questions(all.parts()), true);
    }
    if (predicate instanceof Any any) {
      return new Question.OfParts(questions(any.parts()), false);
    }
    if (predicate instanceof Not not) {
      return new Question.Negated(question(not.part()));
    }
    if (predicate instanceof Selection selection) {
      return new Question.Named(selection.name(), question(selection.part()));
    }
    if (predicate instanceof Field field) {
      return new Question.OfField(field.field(), ValueTest.of(field.test()));
    }
    if (predicate instanceof Anywhere anywhere) {
      return new Question.OfRecord(ValueTest.of(anywhere.test()));
    }
    if (predicate instanceof Predicate.Compared compared) {
      return new Question.OfTwoFields(compared);
    }
    return predicate instanceof Predicate.Present present
        ? new Question.Existing(present.field(), true)
        : new Question.Existing(((Predicate.Absent) predicate).field(), false);
  }

  private static List<Question> questions(List<Predicate> parts) {
    return parts.stream().map(Evaluator::question).toList();
  }

  /** Whether the predicate holds for a record. */
  public boolean matches(RecordView view) {
    return question.holds(view);
  }

  /**
   * What in a record makes the predicate hold, in the order of the rule; nothing if it does not
   * hold, and nothing for what holds because something else does not.
   */
  public List<Matched> evidence(RecordView view) {
    return evidence(view, "");
  }

  /** The same, for a predicate that is part of a selection. */
  public List<Matched> evidence(RecordView view, String selection) {
    List<Matched> evidence = new ArrayList<>();
    if (question.holds(view)) {
      question.collect(view, selection, evidence);
    }
    return List.copyOf(evidence);
  }

  /** Why the predicate holds for a record or does not: the answers to all its parts. */
  public Explanation explain(RecordView view) {
    return question.explain(view);
  }
}
