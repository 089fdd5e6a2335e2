package io.correlator.rules.detection;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Set;

/** A question about one value of a field. Numbers and truth values are also texts. Immutable. */
public sealed interface Test {
  /**
   * Whether the value as a whole looks like {@code glob}.
   *
   * @param cased whether upper and lower case are told apart; otherwise both sides are folded as
   *     {@link Folding} says
   */
  record Text(Glob glob, boolean cased) implements Test {
    public Text {
      requireNonNull(glob, "glob");
    }
  }

  /** Whether a regular expression is found in the value. Matching takes linear time. */
  record Regex(String pattern, Set<RegexFlag> flags) implements Test {
    public Regex {
      requireNonNull(pattern, "pattern");
      flags = Set.copyOf(flags);
    }
  }

  /** What a regular expression may be told. */
  enum RegexFlag {
    IGNORE_CASE,
    MULTI_LINE,
    DOT_ALL
  }

  /** Whether the value is an address, IPv4 or IPv6, in a network such as {@code 192.0.2.0/24}. */
  record InNetwork(String network) implements Test {
    public InNetwork {
      requireNonNull(network, "network");
    }
  }

  /** Whether the value is a number, or the text of one, that compares so with {@code number}. */
  record Numeric(Comparison comparison, BigDecimal number) implements Test {
    public Numeric {
      requireNonNull(comparison, "comparison");
      requireNonNull(number, "number");
    }
  }

  /** Whether the value is a time of which a part, in UTC, compares so with {@code number}. */
  record TimePart(Unit unit, Comparison comparison, BigDecimal number) implements Test {
    public TimePart {
      requireNonNull(unit, "unit");
      requireNonNull(comparison, "comparison");
      requireNonNull(number, "number");
    }
  }

  /** How numbers compare. */
  enum Comparison {
    LESS("< "),
    AT_MOST("<= "),
    EQUAL(""),
    AT_LEAST(">= "),
    MORE("> ");

    private final String sign;

    Comparison(String sign) {
      this.sign = sign;
    }

    String sign() {
      return sign;
    }

    /** Whether the result of a {@code compareTo} is so. */
    boolean holds(int difference) {
      return switch (this) {
        case LESS -> difference < 0;
        case AT_MOST -> difference <= 0;
        case EQUAL -> difference == 0;
        case AT_LEAST -> difference >= 0;
        case MORE -> difference > 0;
      };
    }
  }

  /** A part of a time. */
  enum Unit {
    MINUTE,
    HOUR,
    DAY,
    WEEK,
    MONTH,
    YEAR;

    /** The least number that the part of a time can be. */
    public int least() {
      return this == MINUTE || this == HOUR || this == YEAR ? 0 : 1;
    }

    /** The greatest number that the part of a time can be. */
    public int most() {
      return switch (this) {
        case MINUTE -> 59;
        case HOUR -> 23;
        case DAY -> 31;
        case WEEK -> 53;
        case MONTH -> 12;
        case YEAR -> 9999;
      };
    }

    /** Whether the part of some time compares so with {@code number}. */
    public boolean canBe(Comparison comparison, BigDecimal number) {
      int toLeast = number.compareTo(BigDecimal.valueOf(least()));
      int toMost = number.compareTo(BigDecimal.valueOf(most()));
      return switch (comparison) {
        case EQUAL -> toLeast >= 0 && toMost <= 0;
        case LESS -> toLeast > 0;
        case AT_MOST -> toLeast >= 0;
        case MORE -> toMost < 0;
        case AT_LEAST -> toMost <= 0;
      };
    }

    /** The name in lower case, as rules write it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
