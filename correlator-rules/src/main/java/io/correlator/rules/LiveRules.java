package io.correlator.rules;

import static java.util.Objects.requireNonNull;

import io.correlator.api.Fields;
import io.correlator.api.config.NearestName;
import io.correlator.api.module.LiveModule;
import io.correlator.api.module.Module;
import io.correlator.api.state.Quota;
import io.correlator.rules.mapping.Mapping;
import io.correlator.rules.model.Rule;
import io.correlator.rules.problem.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Rules that can be changed while records flow: a module whose rules are replaced between two
 * records, all at once. What a change does not touch goes on as if nothing had happened.
 *
 * <p>A correlation keeps what it has seen as long as it looks for the same in the same records and
 * puts it together in the same way: the conditions, the fields of the key, the length of the
 * window, the steps. Its title, level or tags may change, and so may the number of events or values
 * that it needs: if it needs more than before, its alerts are flagged {@code warming} for the
 * length of a window. Otherwise it begins anew. A rule that is disabled forgets what it has seen.
 *
 * <p>A rule that is wrong never takes the place of one that is right: the version before stays at
 * work, and {@link RuleChanges#problems()} say why. All methods may be called by any thread. They
 * return when the new rules are ready; the engine lets them take effect before the next record that
 * it evaluates, or within about 100 ms if none comes, and an event {@code ModuleChanged} says what
 * has changed, when, and after how many records.
 */
public final class LiveRules implements LiveModule {
  private final Mapping mapping;
  private final List<Path> paths;

  // Guarded by this.
  private Rules files;
  private RuleFiles read;
  private RuleFiles seen;
  private Edits edits = Edits.none();

  private volatile RulesModule current;

  private LiveRules(Mapping mapping, List<Path> paths) {
    this.mapping = requireNonNull(mapping, "mapping");
    this.paths = List.copyOf(paths);
    this.read = RuleFiles.at(this.paths);
    this.seen = read;
    this.files = Rules.read(mapping, paths);
    this.current = RulesModule.of(files.link(edits));
  }

  /** The rules of files and folders, as {@link Rules#load(Path...)} finds them. */
  public static LiveRules load(Path... paths) {
    return load(Mapping.standard(), List.of(paths));
  }

  /** As {@link #load(Path...)}, for records that {@code mapping} makes known to the rules. */
  public static LiveRules load(Mapping mapping, List<Path> paths) {
    return new LiveRules(mapping, paths);
  }

  /**
   * Rules without a file, such as those made in Java.
   *
   * @throws IllegalArgumentException if one of them is wrong; the message says why
   */
  public static LiveRules of(List<? extends Rule> rules) {
    LiveRules live = load();
    RuleChanges changes = live.add(rules);
    if (changes.hasErrors()) {
      throw new IllegalArgumentException("rules: " + changes.problems());
    }
    return live;
  }

  /**
   * From now on, each rule about single records that has no quota of its own has this one, as
   * {@link RulesModule#quota} says.
   */
  public synchronized LiveRules quota(Quota each) {
    current = current.quota(each);
    return this;
  }

  /** The rules that are at work, or are about to be. */
  public RuleSet rules() {
    return current.rules();
  }

  /**
   * Reads the files again. What was put or switched off by hand stays so.
   *
   * <p>A rule that is wrong, or whose file cannot be read, stays as it was before; a filter, too. A
   * file that is not there any more takes its rules with it.
   */
  public synchronized RuleChanges reload() {
    read = RuleFiles.at(paths);
    Rules now = Rules.read(mapping, paths);
    now.keep(files);
    Edits after = edits.reloaded();
    RuleSet linked = now.link(after);
    if (now.keepTied(files, linked, current.rules())) {
      RuleSet tied = now.link(after);
      linked =
          new RuleSet(tied.rules(), tied.disabled(), mapping, tied.filtered(), linked.problems());
    }
    files = now;
    return become(after, linked);
  }

  /**
   * As {@link #reload()}, if files have changed since they were read, and have not changed since
   * this was last called: somebody who calls it every few seconds takes new rules over when whoever
   * writes them is done. Whether a file has changed is told by its time and its size; it is not
   * read for that.
   *
   * @return empty if there was no reason to read them
   */
  public synchronized Optional<RuleChanges> reloadIfChanged() {
    RuleFiles now = RuleFiles.at(paths);
    boolean isBeingWritten = !now.equals(seen);
    seen = now;
    return isBeingWritten || now.equals(read) ? Optional.empty() : Optional.of(reload());
  }

  /**
   * Adds rules. Rules that belong together, such as a correlation and what it counts, are added
   * together. If one of them is wrong, none is added.
   *
   * @throws IllegalArgumentException if there is one of the same name already
   */
  public synchronized RuleChanges add(List<? extends Rule> rules) {
    for (Rule rule : rules) {
      if (find(rule.metadata().key()).isPresent()) {
        throw new IllegalArgumentException(
            "there is already a rule '%s'; replace it".formatted(rule.metadata().key()));
      }
    }
    return put(rules);
  }

  private RuleChanges put(List<? extends Rule> rules) {
    Set<String> names = new HashSet<>();
    for (Rule rule : rules) {
      if (!names.add(rule.metadata().key())) {
        throw new IllegalArgumentException(
            "two rules are called '%s'".formatted(rule.metadata().key()));
      }
    }
    return attempt(edits.withPut(rules));
  }

  /**
   * Puts rules in the place of those that are called so, also over those of files, which stay
   * hidden; adds what is not there. If one of them is wrong, all stays as it was.
   *
   * @throws IllegalArgumentException if two of them are called alike
   */
  public synchronized RuleChanges replace(List<? extends Rule> rules) {
    return put(rules);
  }

  /**
   * Takes a rule away. With a correlation go the rules that gave no alerts only because of it. What
   * a file has is there again after {@link #reload()}, unless the file has changed; to keep it out,
   * {@link #disable} it. If another rule needs it, all stays as it was.
   *
   * @throws IllegalArgumentException if there is no such rule
   */
  public synchronized RuleChanges remove(String rule) {
    need(rule);
    return attempt(edits.without(rule));
  }

  /**
   * Switches a rule off until it is {@linkplain #enable enabled}, with those that serve it only. If
   * another rule needs it, all stays as it was.
   *
   * @throws IllegalArgumentException if there is no such rule
   */
  public synchronized RuleChanges disable(String rule) {
    need(rule);
    return attempt(edits.withDisabled(rule));
  }

  /**
   * Switches a rule on again; does nothing if it is on. It begins anew.
   *
   * @throws IllegalArgumentException if it is neither there nor switched off
   */
  public synchronized RuleChanges enable(String rule) {
    if (!edits.disabled().contains(rule)) {
      need(rule);
    }
    return attempt(edits.withEnabled(rule));
  }

  private void need(String rule) {
    if (find(rule).isEmpty()) {
      List<String> known =
          current.rules().rules().stream().map(each -> each.metadata().key()).toList();
      throw new IllegalArgumentException(
          "there is no rule '%s'%s"
              .formatted(
                  rule,
                  NearestName.of(rule, known)
                      .map(near -> "; did you mean '" + near + "'?")
                      .orElse("")));
    }
  }

  private Optional<Rule> find(String key) {
    return current.rules().rules().stream()
        .filter(rule -> rule.metadata().key().equals(key))
        .findFirst();
  }

  /** Takes the edits over if they make nothing wrong that was right before. */
  private RuleChanges attempt(Edits wanted) {
    RuleSet before = files.link(edits);
    RuleSet linked = files.link(wanted);
    List<Problem> more = new ArrayList<>(linked.problems());
    before.problems().forEach(more::remove);
    if (more.stream().anyMatch(Problem::isError)) {
      RuleChanges none = RuleChanges.between(current, current);
      return new RuleChanges(
          none.added(), none.changed(), none.reset(), none.removed(), none.unchanged(), more);
    }
    return become(wanted, linked);
  }

  private RuleChanges become(Edits now, RuleSet linked) {
    RulesModule next = current.with(linked);
    RuleChanges changes = RuleChanges.between(current, next);
    edits = now;
    if (!changes.isEmpty()) {
      current = next;
    }
    return changes;
  }

  @Override
  public String name() {
    return current.name();
  }

  @Override
  public String description() {
    return current.description();
  }

  @Override
  public Module current() {
    return current;
  }

  @Override
  public Fields difference(Module before, Module now) {
    return before instanceof RulesModule old && now instanceof RulesModule next
        ? RuleChanges.between(old, next).fields()
        : Fields.empty();
  }
}
