package io.correlator.rules;

import io.correlator.api.Slice;
import io.correlator.rules.model.CorrelationRule;
import java.util.ArrayList;
import java.util.List;

/**
 * Which correlations hang together because one names another. The state of those that do must be in
 * one place, although each has a key of its own: what one finds is a hit for the other at once. So
 * their hits go where the values are that all of their keys have in common. A quota counts the
 * alerts of all keys, so all keys of a correlation that has one are in one place, too. Immutable.
 */
final class Chains {
  private final RuleProgram program;

  /** For each correlation, the first that it hangs together with; itself if it is alone. */
  private final int[] family;

  private final boolean[] chained;

  /** For each family the names that all of its keys have in common. */
  private final List<List<String>> shared = new ArrayList<>();

  private final int[] depths;

  Chains(RuleProgram program) {
    this.program = program;
    int count = program.correlations().size();
    family = new int[count];
    chained = new boolean[count];
    depths = new int[count];
    for (int i = 0; i < count; i++) {
      family[i] = i;
    }
    for (int i = 0; i < count; i++) {
      for (int child : childrenOf(i)) {
        join(i, child);
        chained[i] = true;
        chained[child] = true;
      }
    }
    for (int i = 0; i < count; i++) {
      family[i] = first(i);
      depth(i, 0);
      shared.add(new ArrayList<>(program.correlation(i).groupBy()));
    }
    for (int i = 0; i < count; i++) {
      share(i);
    }
    for (int i = 0; i < count; i++) {
      if (hasQuota(i)) {
        shared.get(family[i]).clear();
      }
    }
  }

  private boolean hasQuota(int correlation) {
    return program.correlation(correlation).options().operator().rearm().quota().isPresent();
  }

  private List<Integer> childrenOf(int correlation) {
    return program.stepsOf(correlation).stream()
        .filter(number -> !program.isDetection(number))
        .map(number -> number - program.numberOf(0))
        .toList();
  }

  private int first(int correlation) {
    int at = correlation;
    while (family[at] != at) {
      at = family[at];
    }
    return at;
  }

  private void join(int one, int other) {
    int a = first(one);
    int b = first(other);
    family[Math.max(a, b)] = Math.min(a, b);
  }

  private int depth(int correlation, int above) {
    if (above > program.correlations().size()) {
      throw new IllegalArgumentException("rules: correlations name each other in a circle");
    }
    if (depths[correlation] == 0) {
      int deepest = 0;
      for (int child : childrenOf(correlation)) {
        deepest = Math.max(deepest, depth(child, above + 1));
      }
      depths[correlation] = deepest + 1;
    }
    return depths[correlation];
  }

  /** A name is not shared if what it means differs from one to the other. */
  private void share(int correlation) {
    List<String> names = shared.get(family[correlation]);
    CorrelationRule rule = program.correlation(correlation);
    names.retainAll(rule.groupBy());
    for (int child : childrenOf(correlation)) {
      names.removeIf(name -> !rule.fieldOf(name, program.correlation(child)).equals(name));
    }
  }

  /** Whether it names another, or is named by one. */
  boolean isChained(int correlation) {
    return chained[correlation];
  }

  /** Whether its hits go elsewhere than their keys say. */
  boolean isRouted(int correlation) {
    return chained[correlation] || hasQuota(correlation);
  }

  /** 1 for a correlation of rules about single records, and one more for each above it. */
  int depth(int correlation) {
    return depths[correlation];
  }

  /** Whether all keys of it and of those that it hangs together with are in one place. */
  boolean isInOnePlace(int correlation) {
    return isRouted(correlation) && shared.get(family[correlation]).isEmpty();
  }

  /**
   * What {@link #route} goes by, in words: as long as it is the same, so are the places of keys.
   */
  String places(int correlation) {
    if (!isRouted(correlation)) {
      return "each key in its own place";
    }
    List<String> names = shared.get(family[correlation]);
    return names.isEmpty()
        ? "all in the place of " + program.correlation(family[correlation]).metadata().key()
        : "in the place of the values of " + names;
  }

  /** Where the state of a key is: the same for all keys that one record can bring together. */
  Slice route(int correlation, Slice key) {
    if (!isRouted(correlation)) {
      return key;
    }
    List<String> names = shared.get(family[correlation]);
    if (names.isEmpty()) {
      return Slice.of(program.correlation(family[correlation]).metadata().key());
    }
    List<String> own = program.correlation(correlation).groupBy();
    List<String> values = Tuple.values(key.toString());
    return Tuple.of(names.stream().map(name -> values.get(own.indexOf(name))).toList());
  }
}
