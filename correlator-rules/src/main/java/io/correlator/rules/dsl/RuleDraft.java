package io.correlator.rules.dsl;

import static java.util.Objects.requireNonNull;

import io.correlator.rules.model.Level;
import io.correlator.rules.model.LogSource;
import io.correlator.rules.model.Metadata;
import io.correlator.rules.model.Rule;
import io.correlator.rules.problem.Position;
import io.correlator.rules.problem.ProblemId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A rule that is being written. Without being told, its title is its id, it has no level and no
 * tags, and it is about records of any log source. For one thread.
 *
 * @param <D> the kind of draft
 */
public abstract sealed class RuleDraft<D extends RuleDraft<D>>
    permits PatternDraft, CorrelationDraft {
  static final Position POSITION = Position.of("java");

  private final String kind;
  private final String id;
  private String title;
  private Optional<String> description = Optional.empty();
  private Optional<Level> level = Optional.empty();
  private List<String> tags = List.of();
  private Consumer<Metadata.Builder> more = builder -> {};
  private LogSource logSource = LogSource.any();

  RuleDraft(String kind, String id) {
    this.kind = kind;
    this.id = requireNonNull(id, "id");
    this.title = id;
    if (id.isBlank()) {
      throw new InvalidRuleException(
          ProblemId.SIGMA_MISSING_KEY,
          kind,
          "has no id",
          "give one that no other rule has, such as \"brute-force\"");
    }
  }

  abstract D self();

  /** The rule, after those that its conditions have become. */
  public abstract List<Rule> rules();

  /** What people call it. */
  public final D title(String newTitle) {
    title = requireNonNull(newTitle, "title");
    if (title.isBlank()) {
      throw wrong(ProblemId.SIGMA_MISSING_KEY, "title", "is empty", "say something");
    }
    return self();
  }

  /** What it finds, at length. */
  public final D description(String text) {
    description = Optional.of(text);
    return self();
  }

  /** How bad it is if it matches. */
  public final D level(Level newLevel) {
    level = Optional.of(newLevel);
    return self();
  }

  /** What it is about, such as {@code attack.t1110}. */
  public final D tags(String... newTags) {
    tags = List.of(newTags);
    return self();
  }

  /**
   * What else it says about itself: its author, what it was made from, what may be mistaken for it.
   * What other methods say here is said by them.
   */
  public final D metadata(Consumer<Metadata.Builder> newMore) {
    more = requireNonNull(newMore, "metadata");
    return self();
  }

  /**
   * Of which logs its own conditions are asked, in the names of Sigma's taxonomy, such as {@code
   * LogSource.any().withProduct("linux").withService("sshd")}.
   */
  public final D from(LogSource newLogSource) {
    logSource = requireNonNull(newLogSource, "logSource");
    return self();
  }

  final String id() {
    return id;
  }

  final LogSource logSource() {
    return logSource;
  }

  final Metadata metadata() {
    Metadata.Builder metadata = Metadata.builder(title);
    more.accept(metadata);
    metadata.id(id).name(id).tags(tags);
    description.ifPresent(metadata::description);
    level.ifPresent(metadata::level);
    return metadata.build();
  }

  /** What is wrong with which method, and what would be right. */
  final InvalidRuleException wrong(ProblemId problem, String method, String what, String remedy) {
    return new InvalidRuleException(
        problem, "%s(\"%s\").%s".formatted(kind, id, method), what, remedy);
  }
}
