package io.correlator.rules.detection;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A question about one record that is answered by yes or no; never by "unknown": a field that is
 * missing passes no test, so its negation holds. Immutable.
 */
public sealed interface Predicate {
  /** The names of all fields that it asks for, as they stand in it. */
  default Set<String> fields() {
    Set<String> names = new LinkedHashSet<>();
    FieldNames.collect(this, names);
    return names;
  }

  /** Holds if all of {@code parts} hold; without parts, always. */
  record All(List<Predicate> parts) implements Predicate {
    public All {
      parts = List.copyOf(parts);
    }
  }

  /** Holds if some of {@code parts} holds; without parts, never. */
  record Any(List<Predicate> parts) implements Predicate {
    public Any {
      parts = List.copyOf(parts);
    }
  }

  /** Holds if {@code part} does not. */
  record Not(Predicate part) implements Predicate {
    public Not {
      requireNonNull(part, "part");
    }
  }

  /**
   * Holds if {@code part} does. The name is that of a selection in the rule; it is told in the
   * evidence of an alert and in explanations.
   */
  record Selection(String name, Predicate part) implements Predicate {
    public Selection {
      requireNonNull(name, "name");
      requireNonNull(part, "part");
    }
  }

  /**
   * Holds if some value of {@code field} passes the test. A list has as many values as elements.
   */
  record Field(String field, Test test) implements Predicate {
    public Field {
      requireNonNull(field, "field");
      requireNonNull(test, "test");
    }
  }

  /** Holds if some value of some field, or the text of the record itself, passes the test. */
  record Anywhere(Test test) implements Predicate {
    public Anywhere {
      requireNonNull(test, "test");
    }
  }

  /** Holds if {@code field} is there, even if it is null or empty. */
  record Present(String field) implements Predicate {
    public Present {
      requireNonNull(field, "field");
    }
  }

  /** Holds if {@code field} is missing or null. */
  record Absent(String field) implements Predicate {
    public Absent {
      requireNonNull(field, "field");
    }
  }

  /**
   * Holds if some value of {@code field} stands in a relation to some value of another field of the
   * same record; not if one of them is missing.
   *
   * @param cased whether upper and lower case are told apart
   */
  record Compared(String field, String other, Relation relation, boolean cased)
      implements Predicate {
    public Compared {
      requireNonNull(field, "field");
      requireNonNull(other, "other");
      requireNonNull(relation, "relation");
    }
  }

  /** How a text relates to another. */
  enum Relation {
    EQUAL,
    CONTAINS,
    STARTS_WITH,
    ENDS_WITH
  }
}
