package io.correlator.rules.detection;

import io.correlator.api.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the values of a {@link RecordView} are as texts, for everyone who asks about them. */
public final class Values {
  /** Doubles up to here are whole numbers exactly. */
  private static final double MAX_WHOLE = 1L << 53;

  private Values() {}

  /**
   * A value as text: numbers in decimal, whole ones without a fraction, whatever type they have, so
   * that {@code 5} and {@code 5.0} are the same; truth values as {@code true} and {@code false};
   * times as ISO 8601 in UTC.
   */
  public static String text(Object value) {
    if (value instanceof Double number
        && number == Math.rint(number)
        && Math.abs(number) <= MAX_WHOLE) {
      return Long.toString(number.longValue());
    }
    return value.toString();
  }

  /**
   * Whether one of the values of a field passes. A list has as many values as elements, also in
   * lists inside, and an object has those of its fields: who asks for {@code requestParameters}
   * means what stands in there. Null and what is missing have none.
   */
  // JSpecify is for compilers that know it: modules that require this one need not have it.
  @SuppressWarnings("exports")
  public static boolean any(@Nullable Object field, Predicate<Object> passes) {
    if (field == null || field == RecordView.NULL) {
      return false;
    }
    if (field instanceof Fields nested) {
      return any(valuesOf(nested), passes);
    }
    if (field instanceof List<?> list) {
      for (Object element : list) {
        if (any(element, passes)) {
          return true;
        }
      }
      return false;
    }
    return passes.test(field);
  }

  private static List<Object> valuesOf(Fields fields) {
    List<Object> values = new ArrayList<>(fields.size());
    fields.forEach((name, value) -> values.add(value));
    return values;
  }
}
