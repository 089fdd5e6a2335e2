package io.correlator.api.state;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/**
 * What a number must be for an operator to fire: one bound, or several that must all hold.
 *
 * <p>A condition with lower bounds only is <em>monotone</em>: operators decide it when an event
 * comes. Any other can only be decided when no more events can come, so operators open a window
 * with the first event of a key and decide at its end. Immutable; may be used by any thread.
 *
 * @param bounds all of them must hold; at least one
 */
public record Condition(List<Bound> bounds) {
  /** How a number is compared. */
  public enum Comparison {
    /** Greater or equal. */
    AT_LEAST,
    /** Greater. */
    MORE_THAN,
    /** Less or equal. */
    AT_MOST,
    /** Less. */
    LESS_THAN,
    /** Equal. */
    EQUAL_TO,
    /** Not equal. */
    NOT_EQUAL_TO
  }

  /**
   * One comparison with a number.
   *
   * @param comparison how
   * @param value with what; finite, and not rounded
   */
  public record Bound(Comparison comparison, double value) {
    public Bound {
      requireNonNull(comparison, "comparison");
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("condition: must be a finite number, was " + value);
      }
    }

    private boolean test(double number) {
      return switch (comparison) {
        case AT_LEAST -> number >= value;
        case MORE_THAN -> number > value;
        case AT_MOST -> number <= value;
        case LESS_THAN -> number < value;
        case EQUAL_TO -> number == value;
        case NOT_EQUAL_TO -> number != value;
      };
    }

    private boolean isLower() {
      return comparison == Comparison.AT_LEAST || comparison == Comparison.MORE_THAN;
    }
  }

  public Condition {
    bounds = List.copyOf(bounds);
    if (bounds.isEmpty()) {
      throw new IllegalArgumentException("condition: needs at least one bound");
    }
  }

  private static Condition of(Comparison comparison, double value) {
    return new Condition(List.of(new Bound(comparison, value)));
  }

  /** Greater than {@code value}, or equal. */
  public static Condition atLeast(double value) {
    return of(Comparison.AT_LEAST, value);
  }

  /** Greater than {@code value}. */
  public static Condition moreThan(double value) {
    return of(Comparison.MORE_THAN, value);
  }

  /** Less than {@code value}, or equal. */
  public static Condition atMost(double value) {
    return of(Comparison.AT_MOST, value);
  }

  /** Less than {@code value}. */
  public static Condition lessThan(double value) {
    return of(Comparison.LESS_THAN, value);
  }

  /** Exactly {@code value}. */
  public static Condition equalTo(double value) {
    return of(Comparison.EQUAL_TO, value);
  }

  /** Anything but {@code value}. */
  public static Condition notEqualTo(double value) {
    return of(Comparison.NOT_EQUAL_TO, value);
  }

  /** This and {@code other} together. */
  public Condition and(Condition other) {
    List<Bound> both = new ArrayList<>(bounds);
    both.addAll(other.bounds);
    return new Condition(both);
  }

  /** Whether {@code number} meets it. */
  public boolean test(double number) {
    for (Bound bound : bounds) {
      if (!bound.test(number)) {
        return false;
      }
    }
    return true;
  }

  /** Whether it has lower bounds only, so that it can be decided when an event comes. */
  public boolean isMonotone() {
    return bounds.stream().allMatch(Bound::isLower);
  }

  /**
   * Up to where whole numbers must be told apart to decide it: all that are greater decide as this
   * one does. For a monotone condition, it is the smallest number, from 1, that meets it.
   */
  public double reach() {
    double reach = 1;
    for (Bound bound : bounds) {
      double from =
          bound.comparison() == Comparison.AT_LEAST
              ? Math.ceil(bound.value())
              : Math.floor(bound.value()) + 1;
      reach = Math.max(reach, from);
    }
    return reach;
  }
}
