package io.correlator.rules.model;

import static java.util.Objects.requireNonNull;

import io.correlator.api.Fields;
import java.util.List;
import java.util.Optional;

/**
 * What a rule says about itself. Dates are as written. Immutable.
 *
 * @param attributes what the language does not define, as written; nested ones are fields
 */
public record Metadata(
    Optional<String> id,
    Optional<String> name,
    String title,
    Optional<String> description,
    Optional<Level> level,
    Optional<Status> status,
    Optional<String> author,
    Optional<String> license,
    Optional<String> taxonomy,
    Optional<String> date,
    Optional<String> modified,
    List<String> tags,
    List<String> references,
    List<String> fields,
    List<String> falsePositives,
    List<String> scope,
    List<Related> related,
    Fields attributes) {
  public Metadata {
    requireNonNull(id, "id");
    requireNonNull(name, "name");
    requireNonNull(title, "title");
    requireNonNull(description, "description");
    requireNonNull(level, "level");
    requireNonNull(status, "status");
    requireNonNull(author, "author");
    requireNonNull(license, "license");
    requireNonNull(taxonomy, "taxonomy");
    requireNonNull(date, "date");
    requireNonNull(modified, "modified");
    tags = List.copyOf(tags);
    references = List.copyOf(references);
    fields = List.copyOf(fields);
    falsePositives = List.copyOf(falsePositives);
    scope = List.copyOf(scope);
    related = List.copyOf(related);
    requireNonNull(attributes, "attributes");
  }

  /** A rule that is related to this one. */
  public record Related(String id, String type) {
    public Related {
      requireNonNull(id, "id");
      requireNonNull(type, "type");
    }
  }

  /** Nothing but a title; the rest is empty. */
  public static Builder builder(String title) {
    return new Builder(title);
  }

  /** The id, or else the name, or else the title: what the rule is called where it has to be. */
  public String key() {
    return id.or(() -> name).orElse(title);
  }

  /** The same with another level. */
  public Metadata withLevel(Level other) {
    return new Metadata(
        id,
        name,
        title,
        description,
        Optional.of(other),
        status,
        author,
        license,
        taxonomy,
        date,
        modified,
        tags,
        references,
        fields,
        falsePositives,
        scope,
        related,
        attributes);
  }

  /** Whether other rules may mean this one by {@code reference}: its id or its name. */
  public boolean isCalled(String reference) {
    return id.filter(reference::equals).isPresent() || name.filter(reference::equals).isPresent();
  }

  /** Collects what a rule says about itself; what is not set is empty. For one thread. */
  public static final class Builder {
    private final String title;
    private Optional<String> id = Optional.empty();
    private Optional<String> name = Optional.empty();
    private Optional<String> description = Optional.empty();
    private Optional<Level> level = Optional.empty();
    private Optional<Status> status = Optional.empty();
    private Optional<String> author = Optional.empty();
    private Optional<String> license = Optional.empty();
    private Optional<String> taxonomy = Optional.empty();
    private Optional<String> date = Optional.empty();
    private Optional<String> modified = Optional.empty();
    private List<String> tags = List.of();
    private List<String> references = List.of();
    private List<String> fields = List.of();
    private List<String> falsePositives = List.of();
    private List<String> scope = List.of();
    private List<Related> related = List.of();
    private Fields attributes = Fields.empty();

    private Builder(String title) {
      this.title = requireNonNull(title, "title");
    }

    /** What other rules and people call it; unique. */
    public Builder id(String id) {
      this.id = Optional.of(id);
      return this;
    }

    /** What other rules may call it instead of the id; unique. */
    public Builder name(String name) {
      this.name = Optional.of(name);
      return this;
    }

    /** What it finds, at length. */
    public Builder description(String description) {
      this.description = Optional.of(description);
      return this;
    }

    /** How bad it is if it matches. */
    public Builder level(Level level) {
      this.level = Optional.of(level);
      return this;
    }

    /** How far it has come. */
    public Builder status(Status status) {
      this.status = Optional.of(status);
      return this;
    }

    /** Who wrote it. */
    public Builder author(String author) {
      this.author = Optional.of(author);
      return this;
    }

    /** Under which terms, as SPDX calls them. */
    public Builder license(String license) {
      this.license = Optional.of(license);
      return this;
    }

    /** Whose names of fields and log sources it uses. */
    public Builder taxonomy(String taxonomy) {
      this.taxonomy = Optional.of(taxonomy);
      return this;
    }

    /** When it was written. */
    public Builder date(String date) {
      this.date = Optional.of(date);
      return this;
    }

    /** When it was last changed. */
    public Builder modified(String modified) {
      this.modified = Optional.of(modified);
      return this;
    }

    /** What it is about, such as {@code attack.t1110}. */
    public Builder tags(List<String> tags) {
      this.tags = List.copyOf(tags);
      return this;
    }

    /** What it was made from. */
    public Builder references(List<String> references) {
      this.references = List.copyOf(references);
      return this;
    }

    /** Which fields to show to whoever looks at an alert. */
    public Builder fields(List<String> fields) {
      this.fields = List.copyOf(fields);
      return this;
    }

    /** What else may look like it. */
    public Builder falsePositives(List<String> falsePositives) {
      this.falsePositives = List.copyOf(falsePositives);
      return this;
    }

    /** Which machines it is meant for. */
    public Builder scope(List<String> scope) {
      this.scope = List.copyOf(scope);
      return this;
    }

    /** Rules that it comes from or replaces. */
    public Builder related(List<Related> related) {
      this.related = List.copyOf(related);
      return this;
    }

    /** What the language does not define. */
    public Builder attributes(Fields attributes) {
      this.attributes = requireNonNull(attributes, "attributes");
      return this;
    }

    /** What was collected. */
    public Metadata build() {
      return new Metadata(
          id,
          name,
          title,
          description,
          level,
          status,
          author,
          license,
          taxonomy,
          date,
          modified,
          tags,
          references,
          fields,
          falsePositives,
          scope,
          related,
          attributes);
    }
  }
}
