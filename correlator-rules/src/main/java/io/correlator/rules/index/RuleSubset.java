package io.correlator.rules.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Some of the rules of a {@link RuleIndex}: those that records of some kind are asked about, and
 * what has to be looked at for them. Immutable but for a cache; may be used by any thread.
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

  /** For each field of all texts, if it can be told by a line of JSON that they show nothing. */
  final @Nullable JsonSieve[] json;

  /** The rules to look at for each record. */
  final int[] always;

  private final RuleIndex index;

  /** What these rules consist of, if only that is to be looked for. */
  private final @Nullable BitSet nodes;

  /** Made when a field is scanned for the first time: in most subsets few ever are. */
  private final @Nullable Sieve[] sieves;

  RuleSubset(RuleIndex index, IntPredicate rules) {
    this.index = index;
    has = new boolean[index.roots.length];
    for (int rule = 0; rule < has.length; rule++) {
      has[rule] = rules.test(rule);
    }
    always = those(index.always);
    guards = new int[index.fields.length][][];
    for (int field = 0; field < index.fields.length; field++) {
      int[] waiting = those(index.fields[field].triggered);
      guards[field] = index.fields[field].isCheap() ? NONE : guard(index, waiting);
      guarded.set(field, guards[field].length > 0);
      eager.set(field, guards[field].length == 0 && waiting.length > 0);
    }
    nodes = null;
    sieves = new Sieve[index.fields.length];
    json = index.json;
  }

  private RuleSubset(RuleSubset other, boolean isGuarded) {
    index = other.index;
    has = other.has;
    always = other.always;
    guards = other.guards;
    eager.or(other.eager);
    (isGuarded ? guarded : eager).or(other.guarded);
    BitSet asked = index.nodesOf(rule -> has[rule]);
    nodes = asked;
    sieves = new Sieve[index.fields.length];
    json = index.jsonSieves(asked);
  }

  /** Those of some rules that are among these. */
  private int[] those(int[] rules) {
    int[] chosen = new int[rules.length];
    int count = 0;
    for (int rule : rules) {
      if (has[rule]) {
        chosen[count++] = rule;
      }
    }
    return Arrays.copyOf(chosen, count);
  }

  /** What the texts of a field with an automaton are passed through first. */
  Sieve sieve(int field) {
    Sieve sieve = sieves[field];
    if (sieve == null) {
      FieldIndex scanned = index.fields[field];
      sieve = nodes == null ? scanned.sieve() : scanned.sieve(nodes);
      // Two threads may both make it; either is right.
      sieves[field] = sieve;
    }
    return sieve;
  }

  /**
   * The same rules with sieves of their own, which pass over what only other rules look for. Takes
   * longer than to make the subset, partly when a field is first scanned, and up to some megabytes.
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
