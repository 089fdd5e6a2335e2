package io.correlator.rules.sigma;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What may stand behind the name of a field: {@code CommandLine|contains|all}. */
enum Modifier {
  ALL,
  CASED,
  NEQ,
  EXISTS,
  CONTAINS,
  STARTSWITH,
  ENDSWITH,
  WINDASH,
  EXPAND,
  BASE64,
  BASE64OFFSET,
  UTF16,
  UTF16LE,
  UTF16BE,
  RE,
  I,
  M,
  S,
  CIDR,
  FIELDREF,
  LT,
  LTE,
  GT,
  GTE,
  MINUTE,
  HOUR,
  DAY,
  WEEK,
  MONTH,
  YEAR;

  private static final Map<String, Modifier> ALIASES =
      Map.of("wide", UTF16LE, "ignorecase", I, "multiline", M, "dotall", S);

  private static final Set<Modifier> GENERIC = EnumSet.of(ALL, NEQ);
  private static final Set<Modifier> PLACES = EnumSet.of(CONTAINS, STARTSWITH, ENDSWITH);
  static final Set<Modifier> COMPARISONS = EnumSet.of(LT, LTE, GT, GTE);
  static final Set<Modifier> TIMES = EnumSet.of(MINUTE, HOUR, DAY, WEEK, MONTH, YEAR);

  private static final Map<String, Modifier> BY_NAME = new HashMap<>(ALIASES);

  static {
    for (Modifier modifier : values()) {
      BY_NAME.put(modifier.toString(), modifier);
    }
  }

  /** The modifier that rules write so. */
  static Optional<Modifier> of(String text) {
    return Optional.ofNullable(BY_NAME.get(text));
  }

  /** All names that rules may write. */
  static List<String> names() {
    return Stream.concat(
            Arrays.stream(values()).map(Modifier::toString), ALIASES.keySet().stream().sorted())
        .toList();
  }

  /** The modifiers that may stand in one chain with this one; all, for those that do not decide. */
  Set<Modifier> companions() {
    Set<Modifier> companions = EnumSet.copyOf(GENERIC);
    switch (this) {
      case RE -> {
        companions.addAll(PLACES);
        companions.addAll(EnumSet.of(I, M, S));
      }
      case FIELDREF -> {
        companions.addAll(PLACES);
        companions.add(CASED);
      }
      case LT, LTE, GT, GTE -> companions.addAll(TIMES);
      case MINUTE, HOUR, DAY, WEEK, MONTH, YEAR -> companions.addAll(COMPARISONS);
      case EXISTS -> companions.clear();
      case CIDR -> {}
      default -> {
        return EnumSet.allOf(Modifier.class);
      }
    }
    return companions;
  }

  /** As rules write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
