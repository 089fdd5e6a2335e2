package io.correlator.api;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The shape of the rows of one kind of audit event: a name and typed columns that never change
 * while the application runs. A CSV file or a database table can be made from it before the first
 * event.
 *
 * @param type the event's type; names the file or table
 * @param columns in the order in which they are written
 */
public record AuditSchema(String type, List<Column> columns) {
  public AuditSchema {
    requireNonNull(type, "type");
    columns = List.copyOf(columns);
    Set<String> names = new HashSet<>();
    for (Column column : columns) {
      if (!names.add(column.name())) {
        throw new IllegalArgumentException(type + ": two columns named " + column.name());
      }
    }
  }

  /** What a column holds; each kind maps to one Java class in {@link Fields}. */
  public enum Kind {
    /** {@link String}. */
    TEXT(String.class),
    /** {@link Long}. */
    INTEGER(Long.class),
    /** {@link Double}. */
    REAL(Double.class),
    /** {@link Boolean}. */
    BOOLEAN(Boolean.class),
    /** {@link Instant}. */
    TIMESTAMP(Instant.class),
    /** {@link Duration}. */
    DURATION(Duration.class);

    private final Class<?> javaType;

    Kind(Class<?> javaType) {
      this.javaType = javaType;
    }

    /** The class of this kind's values. */
    public Class<?> javaType() {
      return javaType;
    }
  }

  /** One column; an event may leave any of them out. */
  public record Column(String name, Kind kind) {
    public Column {
      requireNonNull(name, "name");
      requireNonNull(kind, "kind");
    }
  }

  /** The names of the columns, in order. */
  public List<String> names() {
    return columns.stream().map(Column::name).toList();
  }

  /**
   * Checks that {@code fields} has no name that this schema lacks and no value of the wrong kind.
   *
   * @throws IllegalArgumentException naming the first field that does not fit
   */
  public void check(Fields fields) {
    fields.forEach(this::check);
  }

  private void check(String name, Object value) {
    Column column = column(name);
    if (!column.kind().javaType().isInstance(value)) {
      throw new IllegalArgumentException(
          "%s.%s holds %s, not %s"
              .formatted(
                  type,
                  name,
                  column.kind().javaType().getSimpleName(),
                  value.getClass().getSimpleName()));
    }
  }

  private Column column(String name) {
    // Every audit event comes here: a loop, because a stream costs more than the event itself.
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(name)) {
        return columns.get(i);
      }
    }
    throw new IllegalArgumentException(
        "%s has no column %s; it has %s".formatted(type, name, names()));
  }

  /** Starts a schema. */
  public static Builder builder(String type) {
    return new Builder(type);
  }

  /** Collects columns, in the order of the calls. For one thread. */
  public static final class Builder {
    private final String type;
    private final List<Column> columns = new ArrayList<>();

    private Builder(String type) {
      this.type = requireNonNull(type, "type");
    }

    /** Adds a column of text. */
    public Builder text(String name) {
      return column(name, Kind.TEXT);
    }

    /** Adds a column of whole numbers. */
    public Builder integer(String name) {
      return column(name, Kind.INTEGER);
    }

    /** Adds a column of yes or no. */
    public Builder bool(String name) {
      return column(name, Kind.BOOLEAN);
    }

    /** Adds a column of instants. */
    public Builder timestamp(String name) {
      return column(name, Kind.TIMESTAMP);
    }

    /** Adds a column of any kind. */
    public Builder column(String name, Kind kind) {
      columns.add(new Column(name, kind));
      return this;
    }

    /** The schema. */
    public AuditSchema build() {
      return new AuditSchema(type, columns);
    }
  }
}
