package io.correlator.rules.index;

import io.correlator.rules.detection.Folding;
import io.correlator.rules.regex.RegexTree;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Texts of which every match of a regular expression contains one, folded. What cannot be proven is
 * not claimed: of many expressions nothing is known.
 */
final class RequiredLiterals {
  private static final int MOST_EXACT = 16;
  private static final int MOST_REQUIRED = 64;

  private RequiredLiterals() {}

  /** Texts of which every match contains one; none if nothing is known. */
  static Set<String> of(RegexTree tree) {
    Set<String> required = facts(tree).best();
    return required == null ? Set.of() : required;
  }

  /**
   * What is known of a part.
   *
   * @param exact all texts that it matches, folded; null if they are too many
   * @param required texts of which each match contains one; null if none are known
   */
  private record Facts(@Nullable Set<String> exact, @Nullable Set<String> required) {
    static final Facts NOTHING = new Facts(null, null);
    static final Facts EMPTY = new Facts(Set.of(""), null);

    /** The better of the two, if it says anything: every text contains the empty one. */
    @Nullable Set<String> best() {
      Set<String> best = better(exact, required);
      return shortest(best) == 0 ? null : best;
    }
  }

  private static Facts facts(RegexTree tree) {
    if (tree instanceof RegexTree.One one) {
      return one.texts().isEmpty() ? Facts.NOTHING : new Facts(folded(one.texts()), null);
    } else if (tree instanceof RegexTree.Place) {
      return Facts.EMPTY;
    } else if (tree instanceof RegexTree.Sequence sequence) {
      return sequence(sequence);
    } else if (tree instanceof RegexTree.Choice choice) {
      return choice(choice);
    } else if (tree instanceof RegexTree.Group group) {
      return facts(group.part());
    }
    return repeat((RegexTree.Repeat) tree);
  }

  private static Set<String> folded(Set<String> texts) {
    return texts.stream().map(Folding::fold).collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Joins neighbours of which all is known, and keeps the best of what stands between the others.
   */
  private static Facts sequence(RegexTree.Sequence sequence) {
    @Nullable Set<String> required = null;
    @Nullable Set<String> run = Set.of("");
    boolean whole = true;
    for (RegexTree part : sequence.parts()) {
      Facts facts = facts(part);
      Set<String> joined = product(run, facts.exact());
      if (joined == null) {
        whole = false;
        required = better(required, run);
        required = better(required, facts.required());
        joined = facts.exact() == null ? Set.of("") : facts.exact();
      }
      run = joined;
    }
    return whole ? new Facts(run, null) : new Facts(null, better(required, run));
  }

  private static @Nullable Set<String> product(Set<String> heads, @Nullable Set<String> tails) {
    if (tails == null || heads.size() * tails.size() > MOST_EXACT) {
      return null;
    }
    Set<String> product = new LinkedHashSet<>();
    for (String head : heads) {
      for (String tail : tails) {
        product.add(head + tail);
      }
    }
    return product;
  }

  private static Facts choice(RegexTree.Choice choice) {
    Set<String> exact = new LinkedHashSet<>();
    Set<String> required = new LinkedHashSet<>();
    boolean allExact = true;
    boolean allRequired = true;
    for (RegexTree part : choice.parts()) {
      Facts facts = facts(part);
      allExact &= addTo(exact, facts.exact());
      allRequired &= addTo(required, facts.best());
    }
    return new Facts(
        allExact && exact.size() <= MOST_EXACT ? exact : null,
        allRequired && required.size() <= MOST_REQUIRED ? required : null);
  }

  private static boolean addTo(Collection<String> all, @Nullable Set<String> more) {
    if (more != null) {
      all.addAll(more);
    }
    return more != null;
  }

  private static Facts repeat(RegexTree.Repeat repeat) {
    Facts once = facts(repeat.part());
    if (repeat.least() == 0) {
      Set<String> exact = new LinkedHashSet<>(Set.of(""));
      return repeat.most() == 1 && addTo(exact, once.exact()) && exact.size() <= MOST_EXACT
          ? new Facts(exact, null)
          : Facts.NOTHING;
    }
    boolean justOnce = repeat.least() == 1 && repeat.most() == 1;
    return justOnce ? once : new Facts(null, once.best());
  }

  private static @Nullable Set<String> better(@Nullable Set<String> a, @Nullable Set<String> b) {
    return shortest(b) > shortest(a) ? b : a;
  }

  /** Half a character less for each doubling: many texts are seen more often than one. */
  private static double shortest(@Nullable Set<String> texts) {
    if (texts == null || texts.isEmpty()) {
      return 0;
    }
    int shortest = texts.stream().mapToInt(String::length).min().getAsInt();
    return shortest == 0 ? 0 : Math.max(0.5, shortest - Math.log(texts.size()) / Math.log(4));
  }
}
