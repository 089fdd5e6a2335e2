package io.correlator.rules.detection;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@link Predicate} made ready. Immutable. */
interface Question {
  /** A value comes from a log: so many characters of it are shown. */
  int MAX_SHOWN = 200;

  boolean holds(RecordView view);

  /** Adds what makes it hold; only asked if it does. */
  void collect(RecordView view, String selection, List<Matched> evidence);

  Explanation explain(RecordView view);

  /** All parts, or any. */
  record OfParts(List<Question> parts, boolean all) implements Question {
    @Override
    public boolean holds(RecordView view) {
      for (Question part : parts) {
        if (part.holds(view) != all) {
          return !all;
        }
      }
      return all;
    }

    @Override
    public void collect(RecordView view, String selection, List<Matched> evidence) {
      for (Question part : parts) {
        if (all || part.holds(view)) {
          part.collect(view, selection, evidence);
        }
      }
    }

    @Override
    public Explanation explain(RecordView view) {
      return new Explanation(
          holds(view),
          all ? "all of" : "any of",
          parts.stream().map(part -> part.explain(view)).toList());
    }
  }

  /** What does not hold. */
  record Negated(Question part) implements Question {
    @Override
    public boolean holds(RecordView view) {
      return !part.holds(view);
    }

    @Override
    public void collect(RecordView view, String selection, List<Matched> evidence) {}

    @Override
    public Explanation explain(RecordView view) {
      return new Explanation(holds(view), "not", List.of(part.explain(view)));
    }
  }

  /** A selection of a rule. */
  record Named(String name, Question part) implements Question {
    @Override
    public boolean holds(RecordView view) {
      return part.holds(view);
    }

    @Override
    public void collect(RecordView view, String selection, List<Matched> evidence) {
      part.collect(view, name, evidence);
    }

    @Override
    public Explanation explain(RecordView view) {
      return new Explanation(holds(view), "selection " + name, List.of(part.explain(view)));
    }
  }

  /** Some value of a field. */
  record OfField(String field, ValueTest test) implements Question {
    @Override
    public boolean holds(RecordView view) {
      return Values.any(view.value(field), test::passes);
    }

    @Override
    public void collect(RecordView view, String selection, List<Matched> evidence) {
      Values.any(
          view.value(field),
          value -> {
            if (test.passes(value)) {
              evidence.add(new Matched(selection, field, Values.text(value), test.pattern()));
            }
            return false;
          });
    }

    @Override
    public Explanation explain(RecordView view) {
      return new Explanation(
          holds(view),
          "%s: %s, found %s%s"
              .formatted(
                  RecordView.shown(field),
                  test.question(),
                  shown(view.value(field)),
                  Values.any(view.value(field), test::isOtherCase)
                      ? ", which differs in upper and lower case"
                      : ""),
          List.of());
    }
  }

  /** Some text of the record. */
  record OfRecord(ValueTest test) implements Question {
    @Override
    public boolean holds(RecordView view) {
      return view.texts().stream().anyMatch(test::passes);
    }

    @Override
    public void collect(RecordView view, String selection, List<Matched> evidence) {
      view.texts().stream()
          .filter(test::passes)
          .forEach(text -> evidence.add(new Matched(selection, "", text, test.pattern())));
    }

    @Override
    public Explanation explain(RecordView view) {
      return new Explanation(holds(view), "anywhere: " + test.question(), List.of());
    }
  }

  /** Whether there is such a field, or no value of it. */
  record Existing(String field, boolean wanted) implements Question {
    @Override
    public boolean holds(RecordView view) {
      Object value = view.value(field);
      return wanted ? value != null : value == null || value == RecordView.NULL;
    }

    @Override
    public void collect(RecordView view, String selection, List<Matched> evidence) {
      evidence.add(new Matched(selection, field, shown(view.value(field)), pattern()));
    }

    @Override
    public Explanation explain(RecordView view) {
      return new Explanation(
          holds(view),
          "%s: %s, found %s"
              .formatted(RecordView.shown(field), pattern(), shown(view.value(field))),
          List.of());
    }

    private String pattern() {
      return wanted ? "exists" : "null";
    }
  }

  /** Some value of a field and some value of another. */
  record OfTwoFields(Predicate.Compared compared) implements Question {
    @Override
    public boolean holds(RecordView view) {
      Object others = view.value(compared.other());
      return Values.any(
          view.value(compared.field()), one -> Values.any(others, other -> relate(one, other)));
    }

    private boolean relate(Object one, Object other) {
      String left = text(one);
      String right = text(other);
      return switch (compared.relation()) {
        case EQUAL -> left.equals(right);
        case CONTAINS -> left.contains(right);
        case STARTS_WITH -> left.startsWith(right);
        case ENDS_WITH -> left.endsWith(right);
      };
    }

    private String text(Object value) {
      String text = Values.text(value);
      return compared.cased() ? text : Folding.fold(text);
    }

    @Override
    public void collect(RecordView view, String selection, List<Matched> evidence) {
      evidence.add(
          new Matched(selection, compared.field(), shown(view.value(compared.field())), pattern()));
    }

    @Override
    public Explanation explain(RecordView view) {
      return new Explanation(
          holds(view),
          "%s: %s, found %s and %s"
              .formatted(
                  compared.field(),
                  pattern(),
                  shown(view.value(compared.field())),
                  shown(view.value(compared.other()))),
          List.of());
    }

    private String pattern() {
      String relation = compared.relation().name().toLowerCase(java.util.Locale.ROOT);
      return relation.replace('_', ' ') + " field " + compared.other();
    }
  }

  private static String shown(@Nullable Object value) {
    if (value == null) {
      return "nothing";
    }
    List<String> texts = new ArrayList<>();
    Values.any(value, one -> !texts.add(Values.text(one)));
    String text = texts.isEmpty() ? String.valueOf(value) : String.join(", ", texts);
    return text.codePointCount(0, text.length()) > MAX_SHOWN
        ? text.substring(0, text.offsetByCodePoints(0, MAX_SHOWN)) + "..."
        : text;
  }
}
