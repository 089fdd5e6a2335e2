package io.correlator.rules;

import io.correlator.rules.model.CorrelationRule;
import io.correlator.rules.model.Rule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was done to rules by hand, over what files say. Immutable.
 *
 * @param put rules by what they are called; they hide those of files
 * @param disabled what the rules are called that are switched off
 * @param removed what the rules of files are called that are not there until the next reload
 */
record Edits(Map<String, Rule> put, Set<String> disabled, Set<String> removed) {
  Edits {
    put = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(put));
    disabled = Set.copyOf(disabled);
    removed = Set.copyOf(removed);
  }

  static Edits none() {
    return new Edits(Map.of(), Set.of(), Set.of());
  }

  Edits withPut(List<? extends Rule> rules) {
    Map<String, Rule> more = new LinkedHashMap<>(put);
    rules.forEach(rule -> more.put(rule.metadata().key(), rule));
    return new Edits(more, disabled, removed);
  }

  Edits without(String rule) {
    Map<String, Rule> fewer = new LinkedHashMap<>(put);
    if (fewer.remove(rule) instanceof CorrelationRule correlation) {
      // Its conditions, where it was written as one rule.
      correlation.references().stream()
          .filter(part -> part.startsWith(rule + "/"))
          .forEach(fewer::remove);
    }
    return new Edits(fewer, disabled, and(removed, rule));
  }

  Edits withDisabled(String rule) {
    return new Edits(put, and(disabled, rule), removed);
  }

  Edits withEnabled(String rule) {
    Set<String> fewer = new HashSet<>(disabled);
    fewer.remove(rule);
    return new Edits(put, fewer, removed);
  }

  Edits reloaded() {
    return new Edits(put, disabled, Set.of());
  }

  private static Set<String> and(Set<String> set, String element) {
    Set<String> more = new HashSet<>(set);
    more.add(element);
    return more;
  }

  /** The rules of files, less those hidden; then those put by hand. */
  <R extends Rule> List<R> over(List<R> files, Class<R> kind) {
    List<R> rules = new ArrayList<>();
    files.stream().filter(rule -> !put.containsKey(rule.metadata().key())).forEach(rules::add);
    put.values().stream().filter(kind::isInstance).map(kind::cast).forEach(rules::add);
    return rules;
  }

  /**
   * All that is switched off: with a correlation go the rules that only serve it, which would give
   * alerts of their own if it were simply not there.
   */
  Set<String> off(List<CorrelationRule> correlations) {
    Set<String> off = new HashSet<>(disabled);
    removed.stream().filter(rule -> !put.containsKey(rule)).forEach(off::add);
    // What only served a correlation may be one itself.
    boolean grown = true;
    while (grown) {
      grown = off.addAll(serving(correlations, off));
    }
    return off;
  }

  private static Set<String> serving(List<CorrelationRule> correlations, Set<String> off) {
    Set<String> serving = new HashSet<>();
    Set<String> needed = new HashSet<>();
    for (CorrelationRule rule : correlations) {
      if (!isOff(rule, off)) {
        needed.addAll(rule.references());
      } else if (!rule.generate()) {
        serving.addAll(rule.references());
      }
    }
    serving.removeAll(needed);
    return serving;
  }

  /** Whether a rule is among those that are switched off. */
  static boolean isOff(Rule rule, Set<String> off) {
    return off.contains(rule.metadata().key())
        || rule.metadata().name().filter(off::contains).isPresent();
  }
}
