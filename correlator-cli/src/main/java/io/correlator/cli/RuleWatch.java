package io.correlator.cli;

import io.correlator.rules.LiveRules;
import io.correlator.rules.RuleChanges;
import io.correlator.rules.problem.Problem;
import io.correlator.rules.problem.ProblemId;
import java.util.List;

/** Takes over rules whose files are edited while a command runs, and says so. For one thread. */
final class RuleWatch {
  private final LiveRules rules;
  private final Terminal terminal;
  private boolean refused;

  RuleWatch(LiveRules rules, Terminal terminal) {
    this.rules = rules;
    this.terminal = terminal;
    this.refused = rules.rules().hasErrors();
  }

  /** Whether some rules cannot be used as they are written now. */
  boolean hasRefused() {
    return refused;
  }

  /** Looks whether there is something new. */
  void look() {
    rules.reloadIfChanged().ifPresent(this::tell);
  }

  private void tell(RuleChanges changes) {
    refused = changes.hasErrors();
    tell(changes.problems(), terminal);
    terminal.say(
        "--rules: read again: %d added, %d changed, %d removed, %d as before%s"
            .formatted(
                changes.added().size(),
                changes.changed().size(),
                changes.removed().size(),
                changes.unchanged(),
                refused ? "; what was refused stays as it was" : ""));
  }

  /** Says what is wrong with rules, and that some are of no use. */
  static void tell(List<Problem> problems, Terminal terminal) {
    problems.stream()
        .filter(Problem::isError)
        .forEach(problem -> ("correlator: " + problem).lines().forEach(terminal::show));
    long unmapped =
        problems.stream().filter(problem -> problem.id() == ProblemId.LOG_SOURCE_UNMAPPED).count();
    if (unmapped > 0) {
      terminal.say(
          "--rules: %d never match, since no mapping knows their log source; 'correlator rules check' names them"
              .formatted(unmapped));
    }
  }
}
