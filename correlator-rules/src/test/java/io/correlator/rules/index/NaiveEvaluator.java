package io.correlator.rules.index;

import io.correlator.rules.detection.Folding;
import io.correlator.rules.detection.Glob.Literal;
import io.correlator.rules.detection.Glob.Piece;
import io.correlator.rules.detection.Glob.Wildcard;
import io.correlator.rules.detection.Predicate;
import io.correlator.rules.detection.RecordView;
import io.correlator.rules.detection.Test;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Predicates by their definition, and nothing else: what the index has to agree with. */
final class NaiveEvaluator {
  private final RecordView view;

  NaiveEvaluator(RecordView view) {
    this.view = view;
  }

  boolean holds(Predicate predicate) {
    if (predicate instanceof Predicate.All all) {
      return all.parts().stream().allMatch(this::holds);
    } else if (predicate instanceof Predicate.Any any) {
      return any.parts().stream().anyMatch(this::holds);
    } else if (predicate instanceof Predicate.Not not) {
      return !holds(not.part());
    } else if (predicate instanceof Predicate.Selection selection) {
      return holds(selection.part());
    } else if (predicate instanceof Predicate.Field field) {
      return values(field.field()).anyMatch(value -> passes(field.test(), value));
    } else if (predicate instanceof Predicate.Anywhere anywhere) {
      return view.texts().stream().anyMatch(text -> passes(anywhere.test(), text));
    } else if (predicate instanceof Predicate.Present present) {
      return view.value(present.field()) != null;
    } else if (predicate instanceof Predicate.Absent absent) {
      Object value = view.value(absent.field());
      return value == null || value == RecordView.NULL;
    }
    Predicate.Compared compared = (Predicate.Compared) predicate;
    return values(compared.field())
        .anyMatch(a -> values(compared.other()).anyMatch(b -> relates(compared, a, b)));
  }

  private Stream<Object> values(String field) {
    return flat(view.value(field));
  }

  private static Stream<Object> flat(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return list.stream().flatMap(NaiveEvaluator::flat);
    }
    return value == null || value == RecordView.NULL ? Stream.of() : Stream.of(value);
  }

  private static boolean relates(Predicate.Compared compared, Object a, Object b) {
    String one = compared.cased() ? a.toString() : Folding.fold(a.toString());
    String other = compared.cased() ? b.toString() : Folding.fold(b.toString());
    return switch (compared.relation()) {
      case EQUAL -> one.equals(other);
      case CONTAINS -> one.contains(other);
      case STARTS_WITH -> one.startsWith(other);
      case ENDS_WITH -> one.endsWith(other);
    };
  }

  private static boolean passes(Test test, Object value) {
    String text = value.toString();
    if (test instanceof Test.Text glob) {
      return glob.cased()
          ? matches(glob.glob().pieces(), text, false)
          : matches(glob.glob().pieces(), Folding.fold(text), true);
    } else if (test instanceof Test.Regex regex) {
      return Pattern.compile(
              regex.pattern(), regex.flags().isEmpty() ? 0 : Pattern.CASE_INSENSITIVE)
          .matcher(text)
          .find();
    } else if (test instanceof Test.InNetwork network) {
      String beginning = network.network().substring(0, network.network().lastIndexOf('.') + 1);
      return text.startsWith(beginning) && text.matches("\\d+\\.\\d+\\.\\d+\\.\\d+");
    } else if (test instanceof Test.Numeric numeric) {
      return text.matches("\\d+") && compares(numeric, new BigDecimal(text));
    }
    throw new IllegalArgumentException(test.toString().toLowerCase(Locale.ROOT));
  }

  private static boolean compares(Test.Numeric test, BigDecimal number) {
    int compared = number.compareTo(test.number());
    return switch (test.comparison()) {
      case LESS -> compared < 0;
      case AT_MOST -> compared <= 0;
      case EQUAL -> compared == 0;
      case AT_LEAST -> compared >= 0;
      case MORE -> compared > 0;
    };
  }

  private static boolean matches(List<Piece> pieces, String text, boolean folded) {
    if (pieces.isEmpty()) {
      return text.isEmpty();
    }
    List<Piece> rest = pieces.subList(1, pieces.size());
    if (pieces.get(0) instanceof Literal literal) {
      String expected = folded ? Folding.fold(literal.text()) : literal.text();
      return text.startsWith(expected) && matches(rest, text.substring(expected.length()), folded);
    } else if (pieces.get(0) == Wildcard.ONE) {
      return !text.isEmpty() && matches(rest, text.substring(1), folded);
    }
    return matches(rest, text, folded)
        || (!text.isEmpty() && matches(pieces, text.substring(1), folded));
  }
}
