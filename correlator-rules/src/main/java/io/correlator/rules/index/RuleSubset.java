package io.correlator.rules.index;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Some of the rules of a {@link RuleIndex}: those that records of some kind are asked about, and
 * what has to be looked at for them. Immutable; may be used by any thread.
 */
public final class RuleSubset {
  /** For each rule whether it is one of them. */
  final boolean[] has;

  /** The fields to scan for each record. */
  final int[] eager;

  /** The rules to look at for each record. */
  final int[] always;

  RuleSubset(RuleIndex index, IntPredicate rules) {
    boolean[] chosen = new boolean[index.roots.length];
    IntStream.range(0, chosen.length).filter(rules).forEach(rule -> chosen[rule] = true);
    has = chosen;
    eager =
        IntStream.range(0, index.fields.length)
            .filter(field -> isAny(index.fields[field].triggered))
            .toArray();
    always = Arrays.stream(index.always).filter(rule -> chosen[rule]).toArray();
  }

  private boolean isAny(int[] rules) {
    return Arrays.stream(rules).anyMatch(rule -> has[rule]);
  }
}
