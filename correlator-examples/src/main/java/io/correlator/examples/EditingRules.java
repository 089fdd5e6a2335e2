package io.correlator.examples;

import io.correlator.api.listener.Listener;
import io.correlator.api.source.Source;
import io.correlator.core.Correlator;
import io.correlator.rules.LiveRules;
import io.correlator.rules.RuleChanges;
import java.nio.file.Path;
import java.util.List;

/** An engine whose rules are edited while it runs. */
public final class EditingRules {
  private final LiveRules rules;
  private final Correlator engine;

  /** Runs the rules of {@code folder}. */
  public EditingRules(Path folder, Source source, Listener listener) {
    rules = LiveRules.load(folder);
    engine = Correlator.builder().source(source).module(rules).listener(listener).build();
  }

  /** The engine, to be started and closed. */
  public Correlator engine() {
    return engine;
  }

  /** Reads the folder again; says what was refused, of which the version before stays at work. */
  public List<String> reload() {
    RuleChanges changes = rules.reload();
    return changes.problems().stream().map(Object::toString).toList();
  }

  /** Silences a rule until it is enabled again. */
  public void silence(String rule) {
    rules.disable(rule);
  }
}
