package io.correlator.rules;

import io.correlator.api.config.Config;
import io.correlator.api.module.Detector;
import io.correlator.api.module.KeyedProcessor;
import io.correlator.api.module.ModuleContext;
import io.correlator.api.module.StagedModule;
import io.correlator.api.state.Quota;
import io.correlator.rules.mapping.Mapping;
import io.correlator.rules.problem.Problem;
import io.correlator.rules.problem.Problems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The module that rules become: it finds the records that they are about, keeps what correlations
 * need to remember, and emits an {@link Alert} for each match. When an alert of a correlation
 * closes and more came while it was open, that is told by an event of the type {@code AlertClosed}.
 *
 * <p>A record that lacks a field of a rule's key is not counted by that rule; the statistics of the
 * module say how many there were ({@code hits.without-key}). To change the rules while records
 * flow, see {@link LiveRules}. Immutable; may be used by any thread.
 */
public final class RulesModule implements StagedModule<RuleHit> {
  private static final int MOST_TOLD = 5;
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final RuleSet rules;
  private final Optional<Quota> quota;
  private final RuleProgram program;

  /** A module without rules; {@link #configure} loads them. */
  public RulesModule() {
    this(RuleSet.empty(), Optional.empty());
  }

  private RulesModule(RuleSet rules, Optional<Quota> quota) {
    this.rules = rules;
    this.quota = quota;
    this.program = new RuleProgram(rules, quota);
  }

  /**
   * The rules at work. What was refused when they were loaded is not among them: whoever loads them
   * decides if that matters.
   */
  public static RulesModule of(RuleSet rules) {
    return new RulesModule(rules, Optional.empty());
  }

  /**
   * The same with a quota for each rule about single records that has none of its own: so many of
   * its alerts are told in that time, the others are counted. Without it, all are told. What
   * correlations tell is limited by their own options.
   */
  public RulesModule quota(Quota each) {
    return new RulesModule(rules, Optional.of(each));
  }

  /** The same with other rules. */
  RulesModule with(RuleSet others) {
    return new RulesModule(others, quota);
  }

  @Override
  public String name() {
    return "rules";
  }

  @Override
  public String description() {
    return "what rules say, written in JSON or Sigma";
  }

  /** Loads the rules that the option names; all of them must be right. */
  @Override
  public RulesModule configure(Config config) {
    String path = config.getString("path", "", "a file of rules, or a folder of them");
    String mapping = config.getString("mapping", "", "a file that says what records mean");
    int alerts = config.getInt("quota", 0, "alerts told of a rule about single records; 0 for all");
    Duration within = config.getDuration("quota-window", SECOND, "the time in which so many are");
    RulesModule limited = alerts == 0 ? this : quota(new Quota(alerts, within));
    if (path.isEmpty()) {
      return limited;
    }
    RuleSet rules = Rules.load(mapping(mapping), List.of(Path.of(path)));
    refuse("path: rules were refused: ", rules.problems());
    return limited.with(rules);
  }

  /** The rules at work. */
  public RuleSet rules() {
    return rules;
  }

  /** Each correlation has state of its own: it goes on as long as it means the same. */
  @Override
  public boolean hasIndependentState() {
    return true;
  }

  private static Mapping mapping(String file) {
    if (file.isEmpty()) {
      return Mapping.standard();
    }
    Problems problems = new Problems();
    Optional<Mapping> own = Mapping.load(Path.of(file), problems);
    refuse("mapping: ", problems.all());
    return own.map(each -> each.and(Mapping.standard())).orElse(Mapping.standard());
  }

  private static void refuse(String what, List<Problem> problems) {
    List<String> errors =
        problems.stream().filter(Problem::isError).limit(MOST_TOLD).map(Problem::toString).toList();
    if (!errors.isEmpty()) {
      throw new IllegalArgumentException(what + String.join("; ", errors));
    }
  }

  @Override
  public Detector<RuleHit> openDetector() {
    return new RuleDetector(program);
  }

  RuleProgram program() {
    return program;
  }

  @Override
  public KeyedProcessor<RuleHit> open(ModuleContext context) {
    return new RuleProcessor(program, context);
  }
}
