package io.correlator.rules.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Some of the rules of a {@link RuleIndex}: those that records of some kind are asked about, and
 * what has to be looked at for them. Immutable; may be used by any thread.
 */
public final class RuleSubset {
  /** Asking more of them would cost what it is to save. */
  private static final int MOST_GUARDS = 16;

  private static final int[][] NONE = {};

  /** For each rule whether it is one of them. */
  final boolean[] has;

  /** The fields to scan for each record that has them. */
  final BitSet eager = new BitSet();

  /**
   * Fields that take an automaton, and for each of them what the rules that wait for it also need:
   * unless some of these lists of nodes holds as a whole, it is not scanned.
   */
  final BitSet guarded = new BitSet();

  final int[][][] guards;

  /** For each field that takes an automaton what its texts are passed through first. */
  final @Nullable Sieve[] sieves;

  /** For each field of all texts, if it can be told by a line of JSON that they show nothing. */
  final @Nullable JsonSieve[] json;

  private final RuleIndex index;

  /** The rules to look at for each record. */
  final int[] always;

  RuleSubset(RuleIndex index, IntPredicate rules) {
    boolean[] chosen = new boolean[index.roots.length];
    IntStream.range(0, chosen.length).filter(rules).forEach(rule -> chosen[rule] = true);
    has = chosen;
    guards = new int[index.fields.length][][];
    for (int field = 0; field < index.fields.length; field++) {
      int[] waiting = IntStream.of(index.fields[field].triggered).filter(r -> has[r]).toArray();
      guards[field] = index.fields[field].isCheap() ? NONE : guard(index, waiting);
      guarded.set(field, guards[field].length > 0);
      eager.set(field, guards[field].length == 0 && waiting.length > 0);
    }
    this.index = index;
    sieves =
        Arrays.stream(index.fields)
            .map(field -> field.automaton == null ? null : field.automaton.sieve())
            .toArray(Sieve[]::new);
    json = index.json;
    always = Arrays.stream(index.always).filter(rule -> chosen[rule]).toArray();
  }

  private RuleSubset(RuleSubset other, boolean isGuarded) {
    index = other.index;
    has = other.has;
    eager.or(other.eager);
    (isGuarded ? guarded : eager).or(other.guarded);
    guards = other.guards;
    always = other.always;
    BitSet asked = index.nodesOf(rule -> has[rule]);
    sieves =
        Arrays.stream(index.fields)
            .map(field -> field.automaton == null ? null : field.sieve(asked::get))
            .toArray(Sieve[]::new);
    json = index.jsonSieves(asked::get);
  }

  /**
   * The same rules with sieves of their own, which pass over what only other rules look for. Takes
   * longer than to make the subset, and up to some megabytes.
   */
  public RuleSubset sharpened() {
    return new RuleSubset(this, true);
  }

  /** The same for rules of which all that is cheap to ask is known to hold. */
  public RuleSubset sharpenedAndUnguarded() {
    return new RuleSubset(this, false);
  }

  /** Whether a rule is one of them. */
  public boolean includes(int rule) {
    return has[rule];
  }

  /** The different needs of some rules; none if one has none, or if there are many. */
  private static int[][] guard(RuleIndex index, int[] rules) {
    List<int[]> needs = new ArrayList<>();
    for (int rule : rules) {
      int[] own = index.guards[rule];
      if (needs.stream().noneMatch(known -> Arrays.equals(known, own))) {
        needs.add(own);
      }
      if (own.length == 0 || needs.size() > MOST_GUARDS) {
        return NONE;
      }
    }
    return needs.toArray(int[][]::new);
  }
}
