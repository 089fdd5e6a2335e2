package io.correlator.rules.mapping;

import io.correlator.rules.detection.Evaluator;
import io.correlator.rules.detection.Glob;
import io.correlator.rules.detection.Predicate;
import io.correlator.rules.detection.RecordView;
import io.correlator.rules.detection.Test;
import io.correlator.rules.model.LogSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Records of some kind belong to a log source, and call its fields so. Immutable. */
final class Route {
  private final LogSource logSource;
  private final Predicate when;
  private final Evaluator evaluator;
  private final Optional<Names> names;

  Route(LogSource logSource, Predicate when, Names names) {
    this.logSource = logSource;
    this.when = when;
    this.evaluator = Evaluator.of(when);
    this.names = names.isEmpty() ? Optional.empty() : Optional.of(names);
  }

  LogSource logSource() {
    return logSource;
  }

  Predicate when() {
    return when;
  }

  Optional<Names> names() {
    return names;
  }

  boolean takes(RecordView view) {
    return evaluator.matches(view);
  }

  /**
   * Fields of which one of some texts is needed, by name: whoever has none of them need not be
   * asked.
   */
  Map<String, List<String>> needs() {
    Map<String, List<String>> needs = new TreeMap<>();
    List<Predicate> parts = when instanceof Predicate.All all ? all.parts() : List.of(when);
    for (Predicate part : parts) {
      List<Predicate> choices = part instanceof Predicate.Any any ? any.parts() : List.of(part);
      List<String> texts = new ArrayList<>();
      String field = "";
      for (Predicate choice : choices) {
        Optional<String> text = exactText(choice);
        if (text.isEmpty()
            || !(choice instanceof Predicate.Field one)
            || !(texts.isEmpty() || one.field().equals(field))) {
          texts.clear();
          break;
        }
        field = one.field();
        texts.add(text.get());
      }
      if (!texts.isEmpty()) {
        needs.put(field, texts);
      }
    }
    return needs;
  }

  private static Optional<String> exactText(Predicate predicate) {
    return predicate instanceof Predicate.Field field
            && field.test() instanceof Test.Text text
            && text.glob().pieces().size() == 1
            && text.glob().pieces().get(0) instanceof Glob.Literal literal
        ? Optional.of(literal.text())
        : Optional.empty();
  }
}
