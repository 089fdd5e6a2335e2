package io.correlator.rules;

import io.correlator.api.Fields;
import io.correlator.rules.model.Rule;
import io.correlator.rules.problem.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an edit of rules has brought about. Rules are called by their id, or else their name or
 * title. Immutable; may be used by any thread.
 *
 * @param added those that were not there before
 * @param changed those of which something is different, be it only their title
 * @param reset those correlations that were there before and forget what they have seen, because
 *     they look for something else now, or put it together in another way
 * @param removed those that are not there any more, or disabled
 * @param unchanged how many are as they were
 * @param problems what is wrong with the rules as they are written now; of what was refused, the
 *     version before is still at work, if there was one
 */
public record RuleChanges(
    List<String> added,
    List<String> changed,
    List<String> reset,
    List<String> removed,
    int unchanged,
    List<Problem> problems) {
  /** So many names of each kind are told in an event. */
  private static final int MOST_TOLD = 100;

  public RuleChanges {
    added = List.copyOf(added);
    changed = List.copyOf(changed);
    reset = List.copyOf(reset);
    removed = List.copyOf(removed);
    problems = List.copyOf(problems);
  }

  static RuleChanges between(RulesModule before, RulesModule now) {
    Map<String, String> old = texts(before);
    Map<String, String> current = texts(now);
    List<String> added = new ArrayList<>();
    List<String> changed = new ArrayList<>();
    for (Map.Entry<String, String> rule : current.entrySet()) {
      String was = old.remove(rule.getKey());
      if (was == null) {
        added.add(rule.getKey());
      } else if (!was.equals(rule.getValue())) {
        changed.add(rule.getKey());
      }
    }
    List<String> reset = reset(before.program(), now.program());
    int unchanged = current.size() - added.size() - changed.size();
    return new RuleChanges(
        added, changed, reset, List.copyOf(old.keySet()), unchanged, now.rules().problems());
  }

  private static Map<String, String> texts(RulesModule module) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Rule rule : module.rules().rules()) {
      texts.put(rule.metadata().key(), Identity.text(rule));
    }
    return texts;
  }

  private static List<String> reset(RuleProgram before, RuleProgram now) {
    Map<String, String> old = states(before);
    List<String> reset = new ArrayList<>();
    states(now)
        .forEach(
            (rule, state) -> {
              String was = old.get(rule);
              if (was != null && !was.equals(state)) {
                reset.add(rule);
              }
            });
    return reset;
  }

  private static Map<String, String> states(RuleProgram program) {
    Map<String, String> states = new LinkedHashMap<>();
    for (int i = 0; i < program.correlations().size(); i++) {
      states.put(program.correlation(i).metadata().key(), program.stateOf(i));
    }
    return states;
  }

  /** Whether the rules at work are those of before. */
  public boolean isEmpty() {
    return added.isEmpty() && changed.isEmpty() && reset.isEmpty() && removed.isEmpty();
  }

  /** Whether something was refused. */
  public boolean hasErrors() {
    return problems.stream().anyMatch(Problem::isError);
  }

  /** For the event that tells of the change; of very many names, the first. */
  Fields fields() {
    return Fields.builder()
        .put("added", first(added))
        .put("changed", first(changed))
        .put("reset", first(reset))
        .put("removed", first(removed))
        .put("counts", counts())
        .build();
  }

  private Fields counts() {
    return Fields.builder()
        .put("added", added.size())
        .put("changed", changed.size())
        .put("reset", reset.size())
        .put("removed", removed.size())
        .put("unchanged", unchanged)
        .put("refused", problems.stream().filter(Problem::isError).count())
        .build();
  }

  private static List<String> first(List<String> names) {
    return names.stream().limit(MOST_TOLD).toList();
  }
}
